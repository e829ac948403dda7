"""The main job on the real input: an essay's references read, tagged, found, cited and exported."""

from __future__ import annotations

import re
from pathlib import Path

import bibtexparser
import pytest

from support.calling import Call

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_essay_from_import_to_bibliography(call: Call, essay: Path, tmp_path: Path) -> None:
    report = call("import", essay, "--json").json
    assert report["read"] == 4
    assert report["read"] == report["added"] + report["merged"] + report["held"] + report["rejected"]
    assert report["rejected"] == 0

    for population, author in (
        ("bipolar-disorder", "Hoffman"),
        ("schizophrenia-psychosis", "Huang"),
        ("general-population", "Holt-Lunstad"),
    ):
        results = call("search", f"author:{author}", "--population", population, "--json").json["results"]
        assert author in {result["csl"]["author"][0]["family"] for result in results}, population
    for outcome, author in (("mortality", "Holt-Lunstad"), ("social-functioning", "Huang")):
        results = call("search", f"author:{author}", "--outcome", outcome, "--json").json["results"]
        assert author in {result["csl"]["author"][0]["family"] for result in results}, outcome
        tags = [tag for result in results for tag in result["tags"] if tag["term"] == outcome]
        assert all(tag["because"] or tag["by"] == "curator" for tag in tags)

    again = call("import", essay, "--json").json
    assert (again["added"], again["merged"]) == (0, 4)


def test_the_essay_field_by_field(call: Call, essay: Path) -> None:
    items = {item["author"][0]["family"]: item for item in call("convert", essay, "--to", "csl-json").json}
    assert list(items) == ["Hoffman", "Huang", "Holt-Lunstad", "Kessler"], "the essay's own order"
    hoffman = items["Hoffman"]
    assert [name["family"] for name in hoffman["author"]] == ["Hoffman", "Shapero", "Reddy", "Mufson", "Ketter"]
    assert hoffman["type"] == "article-journal"
    assert hoffman["container-title"] == "Journal of Affective Disorders"
    assert (hoffman["volume"], hoffman["page"]) == ("228", "288-293")
    huang = items["Huang"]
    assert (huang["volume"], huang["issue"], huang["page"]) == ("62", "7", "609-618")
    holt = items["Holt-Lunstad"]
    assert (holt["volume"], holt["issue"], holt["page"]) == ("7", "7", "e1000316")
    assert holt["issued"]["date-parts"] == [[2010]]
    kessler = items["Kessler"]
    assert kessler["type"] == "chapter"
    assert [(name["given"], name["family"]) for name in kessler["editor"]] == [("D. R.", "Kerr"), ("M. M.", "Stoez")]
    assert kessler["container-title"] == "Handbook of groupwork practice"
    assert kessler["page"] == "315-333"
    assert (kessler["publisher"], kessler["publisher-place"]) == ("Oxford University Press", "New York, NY")


def test_the_essay_as_apa_in_apa_order(call: Call, essay: Path) -> None:
    answer = call("cite", essay, "--style", "apa", "--to", "html")
    entries = re.findall(r'<div class="csl-entry"[^>]*>(.*?)</div>', answer.out, re.DOTALL)
    assert [entry.split(",")[0] for entry in entries] == ["Hoffman", "Holt-Lunstad", "Huang", "Kessler"]
    assert (
        "Hoffman, S. E., Shapero, B. G., Reddy, M. K., Mufson, L., &amp; Ketter, T. A. (2018). Relationship between"
        " mutual support group attendance and clinical outcomes in bipolar disorder. <i>Journal of Affective"
        " Disorders</i>, <i>228</i>, 288–293." in entries[0]
    )
    assert "<i>PLoS Medicine</i>, <i>7</i>(7), Article e1000316." in entries[1]
    assert (
        "In D. R. Kerr &amp; M. M. Stoez (Eds.), <i>Handbook of groupwork practice</i> (pp. 315–333)."
        " Oxford University Press." in entries[3]
    )


def test_the_essay_as_bibtex_that_another_tool_reads(call: Call, essay: Path) -> None:
    written = call("convert", essay, "--to", "bibtex").out
    entries = bibtexparser.loads(written).entries
    assert [entry["ENTRYTYPE"] for entry in entries] == ["article", "article", "article", "incollection"]
    assert entries[0]["pages"] == "288--293"
    assert entries[3]["editor"] == "Kerr, D. R. and Stoez, M. M."
    assert len({entry["ID"] for entry in entries}) == 4


def test_a_run_is_taken_back_whole(call: Call, essay: Path) -> None:
    before = call("search", "--limit", "1000", "--json").json
    report = call("import", essay, "--json").json
    assert call("undo", str(report["run"])).code == 0
    assert call("search", "--limit", "1000", "--json").json == before
