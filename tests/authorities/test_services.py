"""Each service's answers as Records and Notices, and what comes of odd ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from msgevidence.authorities import register
from msgevidence.authorities.works import crossref_notices, datacite_work
from msgevidence.errors import AuthorityUnavailable, CallRefused
from msgevidence.model.dates import PartialDate
from msgevidence.model.evidence import NoticeKind
from msgevidence.model.names import Name
from msgevidence.model.record import Record
from msgevidence.ports import Authority, TellsNotices
from msgevidence.settings import Settings
from support.authority_servers import HASTIER, HASTY, HOPE, NEAR, Faults, Services, Work

NAMES = register.NAMES
ASKED = Record(
    type="article-journal",
    title=HOPE.title,
    author=(Name(family="Adams", given="R."),),
    issued=PartialDate((2010,)),
    volume="12",
    page="101-118",
)


def authority(services: Services, name: str, **changes: object) -> Authority:
    made = register.online(addresses=services.addresses, manners=HASTY, **changes)  # type: ignore[arg-type]
    return dict(zip(NAMES, made, strict=True))[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_work_is_found_by_its_doi_however_it_is_written(online: Services, name: str) -> None:
    for written in (HOPE.doi, HOPE.doi.upper(), f"https://doi.org/{HOPE.doi}"):
        work = authority(online, name).lookup("doi", written)
        assert work is not None
        assert (work.title, work.doi, work.year, work.page) == (HOPE.title, HOPE.doi, 2010, "101-118")
        assert work.author[0].full_family == "Adams"
        assert (work.container_title, work.volume, work.issue) == (HOPE.journal, "12", "3")


@pytest.mark.parametrize("name", ["pubmed", "openalex"])
def test_a_work_is_found_by_its_pubmed_number(online: Services, name: str) -> None:
    work = authority(online, name).lookup("pmid", "PMID: 1234567")
    assert work is not None
    assert (work.pmid, work.doi) == ("1234567", HOPE.doi)


@pytest.mark.parametrize("name", NAMES)
def test_no_such_work_is_none(online: Services, name: str) -> None:
    one = authority(online, name)
    assert [one.lookup(scheme, "10.5555/none" if scheme == "doi" else "99") for scheme in one.schemes] == [
        None for _ in one.schemes
    ]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_identifier_is_not_asked(online: Services, name: str) -> None:
    assert authority(online, name).lookup("doi", "nonsense/../?x=1") is None
    assert online.asked == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_search_finds_it_among_others(online: Services, name: str) -> None:
    for server in online.all.values():
        server.decoys = [NEAR]
    found = authority(online, name).search(ASKED)
    assert HOPE.title in [work.title for work in found]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_list_is_nothing_found(online: Services, name: str) -> None:
    for server in online.all.values():
        server.works.clear()
    assert list(authority(online, name).search(ASKED)) == []


@pytest.mark.parametrize("name", ["crossref", "pubmed", "openalex"])
def test_a_second_page_is_asked_for(online: Services, name: str) -> None:
    server = online.all[name]
    server.page_size, server.decoys = 1, [NEAR]
    assert [work.title for work in authority(online, name).search(ASKED)] == [NEAR.title, HOPE.title]
    server.requests.clear()
    assert len(authority(online, name).search(ASKED, limit=1)) == 1
    assert len([path for path in server.requests if "efetch" not in path]) == 1, "one is enough: one page is asked for"


@pytest.mark.parametrize("name", NAMES)
def test_without_a_title_or_a_place_nothing_is_asked(online: Services, name: str) -> None:
    assert list(authority(online, name).search(Record(type="book"))) == []
    assert online.asked == 0


@pytest.mark.parametrize("name", NAMES)
def test_signs_of_a_query_language_are_words_only(online: Services, name: str) -> None:
    odd = ASKED.replaced(
        title='<i>"Hope"</i> OR (1=1) [ti] && titles.title:* ~ / \\ \x00 \ud800 sailors', volume="1) OR (2"
    )
    authority(online, name).search(odd)
    path = online.all[name].requests[0]
    assert not any(sign in path.lower() for sign in ("%22", "%5c", "%00", "%2a", "1%3d1", "%3ci"))


@pytest.mark.parametrize(
    "fault",
    [Faults(status=503, times=-1), Faults(status=429, times=-1), Faults("html", times=-1), Faults("garbage", times=-1)],
    ids=["503", "429", "html", "garbage"],
)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ask", [lambda one: one.lookup("doi", HOPE.doi), lambda one: one.search(ASKED)])
def test_no_fault_is_taken_for_an_answer(
    online: Services, name: str, fault: Faults, ask: Callable[[Authority], object]
) -> None:
    online.all[name].faults = fault
    with pytest.raises(AuthorityUnavailable, match=r"^(Crossref|PubMed|OpenAlex|DataCite) "):
        ask(authority(online, name))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("body", ["[]", "null", "3", '{"message": {}}', '{"results": {}}', '{"esearchresult": {}}', ""])
def test_an_answer_of_another_shape_is_no_answer(online: Services, name: str, body: str) -> None:
    server = online.all[name]
    honest = server.respond
    server.respond = lambda *asked: _with_body(honest(*asked), body)
    with pytest.raises(AuthorityUnavailable, match="cannot be read"):
        authority(online, name).search(ASKED)


def _with_body(reply: object, body: str) -> object:
    reply.status, reply.value = 200, body  # type: ignore[attr-defined]
    return reply


def test_a_retraction_and_a_correction_come_with_the_work(online: Services) -> None:
    told = Work(
        "A work that was taken back",
        (("Adams", "Ruth"),),
        2012,
        doi="10.5555/gone",
        pmid="55",
        updates=(("retraction", "10.5555/notice", (2014, 2, 3)), ("correction", "10.5555/erratum", (2013, 1, 1))),
    )
    online.hold(told)
    record = Record(type="article-journal", doi="10.5555/gone")
    kinds = {
        name: sorted((notice.kind, notice.doi, notice.pmid, notice.date) for notice in one.notices(record))
        for name in ("crossref", "pubmed", "openalex")
        if isinstance(one := authority(online, name), TellsNotices)
    }
    assert kinds == {
        "crossref": [
            (NoticeKind.CORRECTION, "10.5555/erratum", "", "2013-01-01"),
            (NoticeKind.RETRACTION, "10.5555/notice", "", "2014-02-03"),
        ],
        "pubmed": [(NoticeKind.CORRECTION, "", "777", ""), (NoticeKind.RETRACTION, "", "777", "")],
        "openalex": [(NoticeKind.RETRACTION, "", "", "")],
    }


def test_notices_of_a_work_just_found_cost_no_question(online: Services) -> None:
    crossref = authority(online, "crossref")
    assert isinstance(crossref, TellsNotices)
    work = crossref.lookup("doi", HOPE.doi)
    assert work is not None
    asked = online.asked
    assert crossref.notices(work) == ()
    assert online.asked == asked


@pytest.mark.parametrize("odd", [None, "retraction", [None], [{"type": 3}], [{"type": "new_version", "DOI": "10.1/x"}]])
def test_odd_updates_are_no_notices(odd: object) -> None:
    assert crossref_notices({"DOI": "10.5555/x", "updated-by": odd}) == ()


@pytest.mark.parametrize(
    "odd", [{}, {"attributes": None}, {"attributes": {"titles": "x", "creators": [3], "types": []}}]
)
def test_odd_works_are_read_as_far_as_they_go(odd: dict[str, object]) -> None:
    assert datacite_work(odd) == Record(type="document")


def test_contact_and_keys_are_sent_where_they_belong(online: Services) -> None:
    keys = {"pubmed": "pk", "openalex": "ok"}
    for name in NAMES:
        authority(online, name, contact="me@example.org", keys=keys).search(ASKED)
    asked = {name: server.requests[0] for name, server in online.all.items()}
    assert "mailto=me%40example.org" in asked["crossref"]
    assert "email=me%40example.org" in asked["pubmed"]
    assert "api_key=pk" in asked["pubmed"]
    assert "tool=msgevidence" in asked["pubmed"]
    assert "api_key=ok" in asked["openalex"]
    assert all("pk" not in path for name, path in asked.items() if name != "pubmed" and "sharing" not in path.lower())


def test_answers_are_kept_between_calls(online: Services, tmp_path: Path) -> None:
    for _ in range(2):
        for name in NAMES:
            authority(online, name, cache=tmp_path).lookup("doi", HOPE.doi)
    assert online.asked == 5, "PubMed answers in two steps, the others in one"


def test_a_setting_that_names_no_service_is_refused() -> None:
    with pytest.raises(CallRefused, match="crosref"):
        register.online(addresses={"crosref": "http://127.0.0.1:1"})


def test_nobody_listens(online: Services) -> None:
    one = register.online(addresses={"crossref": "http://127.0.0.1:9"}, manners=HASTIER)[0]
    with pytest.raises(AuthorityUnavailable, match=r"^Crossref refused the connection"):
        one.lookup("doi", HOPE.doi)


def test_settings_name_addresses_and_keys_and_show_no_key() -> None:
    settings = Settings.read(
        environ={
            "MSGEVIDENCE_AUTHORITY_CROSSREF": "http://127.0.0.1:1",
            "MSGEVIDENCE_AUTHORITY_PUBMED": "",
            "MSGEVIDENCE_KEY_OPENALEX": "s3cret",
        }
    )
    assert settings.authorities == {"crossref": "http://127.0.0.1:1"}
    assert settings.keys == {"openalex": "s3cret"}
    assert "s3cret" not in repr(settings)
    assert hash(settings)
