"""The tables of `bibtex_values`, and entries whose fields mean something together."""

from __future__ import annotations

from typing import Any

import pytest

from formats.bibtex_values import DATES, NAMES, TEXTS
from msgevidence.formats import register
from msgevidence.ports import StringSource


def read(text: str) -> list[dict[str, Any]]:
    reader = register.reader("bibtex")
    return [reader.draft(raw).settle().to_csl() for raw in reader.read(StringSource(text))]


@pytest.mark.parametrize(("latex", "text"), TEXTS)
def test_text(latex: str, text: str) -> None:
    assert read(f"@article{{k,\n  title = {{{latex}}}\n}}")[0]["title"] == text


@pytest.mark.parametrize(("latex", "names"), NAMES)
def test_names(latex: str, names: list[dict[str, str]]) -> None:
    assert read(f"@article{{k, author = {{{latex}}}, title = {{t}}}}")[0]["author"] == names


@pytest.mark.parametrize(("fields", "date"), DATES)
def test_dates(fields: str, date: dict[str, object]) -> None:
    assert read(f"@article{{k, title = {{t}}, {fields}}}")[0]["issued"] == date


ENTRIES: list[tuple[str, dict[str, object]]] = [
    ("@article{k, title={t}, pages={12--34}}", {"page": "12-34"}),
    ("@article{k, title={t}, pages={12-34}}", {"page": "12-34"}),
    ("@article{k, title={t}, pages={12 -- 34}}", {"page": "12-34"}),
    ("@article{k, title={t}, pages={12–34}}", {"page": "12-34"}),
    (r"@article{k, title={t}, pages={12\textendash 34}}", {"page": "12-34"}),
    ("@article{k, title={t}, pages={12---34}}", {"page": "12-34"}),
    ("@article{k, title={t}, pages={pp. 12--34}}", {"page": "12-34"}),
    ("@article{k, title={t}, pages={12--34, 56--78}}", {"page": "12-34, 56-78"}),
    ("@article{k, title={t}, pages={S12--S34}}", {"page": "S12-S34"}),
    (r"@article{k, title={t}, pages={12\bibrangedash 34}}", {"page": "12-34"}),
    ("@article{k, title={t}, eid={e1000316}}", {"number": "e1000316"}),
    ("@article{k, title={t}, doi={https://doi.org/10.1000/A_b}}", {"DOI": "10.1000/A_b"}),
    (r"@article{k, title={t}, doi={10.1000/a\_b}}", {"DOI": "10.1000/a_b"}),
    (r"@article{k, title={t}, doi={10.1002/(SICI)1097\&x<1::AID-1>3.0.CO;2-Q}}",
     {"DOI": "10.1002/(SICI)1097&x<1::AID-1>3.0.CO;2-Q"}),
    ("@article{k, title={t}, url={http://dx.doi.org/10.1000/x}}", {"DOI": "10.1000/x"}),
    (r"@article{k, title={t}, url={https://example.org/\~{}a\_b\%20c?d=1\&e=2\#f}}",
     {"URL": "https://example.org/~a_b%20c?d=1&e=2#f"}),
    ("@article{k, title={t}, url={https://example.org/~a_b%20c}}", {"URL": "https://example.org/~a_b%20c"}),
    (r"@article{k, title={t}, url={\url{https://example.org/a_b}}}", {"URL": "https://example.org/a_b"}),
    (r"@misc{k, title={t}, howpublished={\url{https://example.org/a_b}}}", {"URL": "https://example.org/a_b"}),
    ("@misc{k, title={t}, howpublished={https://example.org/a_b}}", {"URL": "https://example.org/a_b"}),
    ("@article{k, title={t}, urldate={2010-07-27}}", {"accessed": {"date-parts": [[2010, 7, 27]]}}),
    ("@article{k, title={t}, origdate={1899}}", {"original-date": {"date-parts": [[1899]]}}),
    ("@article{k, title={t}, eprint={1234.5678}, archiveprefix={arXiv}}", {"URL": "https://arxiv.org/abs/1234.5678"}),
    ("@article{k, title={t}, eprint={hep-th/9901001}, eprinttype={arxiv}}",
     {"URL": "https://arxiv.org/abs/hep-th/9901001"}),
    ("@article{k, title={t}, eprint={arXiv:1234.5678v2}, eprinttype={arxiv}}",
     {"URL": "https://arxiv.org/abs/1234.5678v2"}),
    ("@article{k, title={t}, eprint={20668659}, eprinttype={pubmed}}", {"PMID": "20668659"}),
    ("@article{k, title={t}, pmid={20668659}, pmc={PMC2910600}}", {"PMID": "20668659", "PMCID": "PMC2910600"}),
    ("@article{k, title={t}, note={PMID: 20668659}}", {"PMID": "20668659"}),
    ("@article{k, title={t}, keywords={one, two; three}}", {"keyword": "one, two; three"}),
    ("@article{k, title={t}, keywords={one, two}}", {"keyword": "one; two"}),
    ("@article{k, title={t}, keywords={one and more, {two, three}}}", {"keyword": "one and more; two, three"}),
    ("@article{k, title={t}, mendeley-tags={one}, keywords={two}}", {"keyword": "two"}),
    ("@article{k, title={t}, langid={ngerman}}", {"language": "ngerman"}),
    ("@article{k, title={t}, language={english}, langid={ngerman}}", {"language": "english"}),
    ("@article{k, title={Main}, subtitle={Sub}}", {"title": "Main: Sub"}),
    ("@article{k, title={Main?}, subtitle={Sub}}", {"title": "Main? Sub"}),
    ("@article{k, title={t}, journaltitle={J}, journalsubtitle={S}}", {"container-title": "J: S"}),
    ("@article{k, title={t}, journal={J}, shortjournal={Sh}}", {"container-title": "J", "container-title-short": "Sh"}),
    ("@article{k, title={t}, fjournal={Journal of Long}, journal={J. Long}}",
     {"container-title": "Journal of Long", "container-title-short": "J. Long"}),
    ("@article{k, title={t}, number={3}, issue={Spring}}", {"issue": "3"}),
    ("@article{k, title={t}, issuetitle={Special issue}}", {"type": "article-journal"}),
    ("@article{k, title={t}, entrysubtype={newspaper}}", {"type": "article-newspaper"}),
    ("@article{k, title={t}, entrysubtype={magazine}}", {"type": "article-magazine"}),
    ("@inbook{k, title={Part}, booktitle={Whole}, chapter={3}}",
     {"type": "chapter", "container-title": "Whole", "chapter-number": "3"}),
    ("@incollection{k, title={t}, booktitle={B}, maintitle={M}, volume={2}}",
     {"container-title": "M", "volume-title": "B", "volume": "2"}),
    ("@inproceedings{k, title={t}, booktitle={P}, eventtitle={E}, venue={V}, eventdate={2010-07}}",
     {"event-title": "E", "event-place": "V", "event-date": {"date-parts": [[2010, 7]]}}),
    ("@mvbook{k, title={t}, volumes={3}}", {"type": "book", "number-of-volumes": "3"}),
    ("@collection{k, title={t}, editor={Roe, J}}", {"type": "book", "editor": [{"family": "Roe", "given": "J"}]}),
    ("@phdthesis{k, title={t}, school={S}}", {"type": "thesis", "publisher": "S", "genre": "PhD thesis"}),
    ("@mastersthesis{k, title={t}, school={S}}", {"genre": "Master's thesis"}),
    ("@thesis{k, title={t}, type={phdthesis}, institution={S}}", {"genre": "PhD thesis", "publisher": "S"}),
    ("@thesis{k, title={t}, type={Habilitation}, institution={S}}", {"genre": "Habilitation"}),
    ("@techreport{k, title={t}, institution={I}, number={7}}", {"type": "report", "publisher": "I", "number": "7"}),
    ("@manual{k, title={t}, organization={O}}", {"type": "book", "publisher": "O"}),
    ("@online{k, title={t}, url={https://example.org}}", {"type": "webpage", "URL": "https://example.org"}),
    ("@electronic{k, title={t}}", {"type": "webpage"}),
    ("@dataset{k, title={t}}", {"type": "dataset"}),
    ("@software{k, title={t}, version={1.2}}", {"type": "software", "version": "1.2"}),
    ("@patent{k, title={t}, number={US1}, holder={Acme}}", {"type": "patent", "number": "US1"}),
    ("@unpublished{k, title={t}, note={n}}", {"type": "manuscript", "note": "n"}),
    ("@book{k, title={t}, series={S}, number={5}}", {"collection-title": "S", "collection-number": "5"}),
    ("@book{k, title={t}, edition={2}}", {"edition": "2"}),
    ("@book{k, title={t}, edition={Second}}", {"edition": "Second"}),
    ("@book{k, title={t}, address={London}, publisher={A and B}}",
     {"publisher-place": "London", "publisher": "A and B"}),
    (r"@book{k, title={t}, publisher={Wiley \& Sons}}", {"publisher": "Wiley & Sons"}),
    ("@book{k, title={t}, publisher={{Example Press}}}", {"publisher": "Example Press"}),
    ("@book{k, title={t}, isbn={978-0-19-511784-4}}", {"ISBN": "9780195117844"}),
    ("@book{k, title={t}, isbn={0-19-511784-8}}", {"ISBN": "0-19-511784-8"}),
    ("@book{k, title={t}, pagetotal={215}}", {"number-of-pages": "215"}),
    ("@book{k, title={t}, pages={215}}", {"number-of-pages": "215", "page": None}),
    ("@phdthesis{k, title={t}, pages={xii + 215 pp.}}", {"number-of-pages": "xii + 215 pp.", "page": None}),
    ("@book{k, title={t}, pages={10--20}}", {"page": "10-20", "number-of-pages": None}),
    ("@book{k, title={t}, pages={7}, pagetotal={215}}", {"page": "7", "number-of-pages": "215"}),
    ("@article{k, title={t}, pages={215}}", {"page": "215", "number-of-pages": None}),
    ("@proceedings{k, title={Tenth meeting}, booktitle={Tenth meeting}}", {"container-title": None}),
    ("@book{k, title={t}, location={London and New York and {Bosnia and Herzegovina}}}",
     {"publisher-place": "London; New York; Bosnia and Herzegovina"}),
    ("@book{k, title={t}, date={2010}, publisher={A and B}}", {"publisher": "A; B"}),
    ("@book{k, title={t}, year={2010}, publisher={A and B}}", {"publisher": "A and B"}),
    (r"@misc{k, title={t}, howpublished={Read at \url{https://example.org/a_b}}}", {"URL": "https://example.org/a_b"}),
    ("@book{k, title={t}, addendum={One}, comment={Two}}", {"note": "One", "annote": "Two"}),
    ("@book{k, title={t}, subtitle={-- and more}}", {"title": "t – and more"}),
    ("@book{k, title={t}, editor={Roe, J}, editortype={compiler}}", {"compiler": [{"family": "Roe", "given": "J"}]}),
    ("@book{k, title={t}, editora={Roe, J}, editoratype={collaborator}}", {"type": "book"}),
    ("@book{k, title={t}, translator={Roe, J}}", {"translator": [{"family": "Roe", "given": "J"}]}),
    ("@book{k, title={t}, pubstate={inpress}}", {"status": "in press"}),
    ('@string{a = "One"} @article{k, title = a # " and " # {Two}}', {"title": "One and Two"}),
    ('@article{k, title = "A {"}quoted{"} word"}', {"title": 'A "quoted" word'}),
    ("@Article(k, title = {Parentheses})", {"title": "Parentheses"}),
    ("@ARTICLE { k , TITLE = {Capitals} , }", {"title": "Capitals", "id": "k"}),
    ("@article{a:b/c.d+e, title={t}}", {"id": "a:b/c.d+e"}),
    ("@article{k, title={t}, abstract={One.\n\nTwo.}}", {"abstract": "One.\n\nTwo."}),
    (r"@article{k, title={t}, abstract={50\% improved (p \textless 0.05).}}", {"abstract": "50% improved (p < 0.05)."}),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "expected"), ENTRIES, ids=lambda value: value if isinstance(value, str) else "")
def test_entry(entry: str, expected: dict[str, object]) -> None:
    item = read(entry)[0]
    assert {variable: item.get(variable) for variable in expected} == expected


def test_what_a_chapter_inherits_through_two_generations() -> None:
    items = read(
        "@inbook{c, crossref={b}, title={Chapter}, pages={1--2}}\n"
        "@book{b, crossref={m}, title={Volume}, volume={2}, editor={Roe, J}, date={2010}}\n"
        "@mvbook{m, title={Whole}, author={Doe, J}, publisher={Example Press}}\n"
    )
    assert items[0]["container-title"] == "Whole"
    assert items[0]["volume-title"] == "Volume"
    assert (items[0]["volume"], items[0]["publisher"]) == ("2", "Example Press")
    assert items[0]["issued"] == {"date-parts": [[2010]]}


def test_leftovers_of_programs_are_kept() -> None:
    text = (
        "@article{k, title={t}, file={:a.pdf:PDF}, groups={G1, G2}, timestamp={2010.07.27}, owner={me},\n"
        "  options={useprefix=true}, bdsk-url-1={https://example.org}, mendeley-groups={M}, __markedentry={[me:6]}}\n"
        "@set{s, entryset={k}}\n@comment{jabref-meta: databaseType:bibtex;}\n"
    )
    reader = register.reader("bibtex")
    drafts = [reader.draft(raw) for raw in reader.read(StringSource(text))]
    assert {left.tag: left.value for left in drafts[0].leftovers} == {
        "file": ":a.pdf:PDF", "groups": "G1, G2", "timestamp": "2010.07.27", "owner": "me",
        "options": "useprefix=true", "bdsk-url-1": "https://example.org", "mendeley-groups": "M",
        "__markedentry": "[me:6]",
    }  # fmt: skip
    assert ("entryset", "k") in {(left.tag, left.value) for left in drafts[1].leftovers}
