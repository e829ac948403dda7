"""One canonical form for each identifier, or None."""

from __future__ import annotations

import pytest

from msgevidence.model.identifiers import (
    canonical_doi,
    canonical_isbn,
    canonical_issn,
    canonical_pmcid,
    canonical_pmid,
    stated_doi,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("10.1371/journal.pmed.1000316", "10.1371/journal.pmed.1000316"),
        ("https://doi.org/10.1371/JOURNAL.PMED.1000316", "10.1371/journal.pmed.1000316"),
        ("doi: 10.1000/xyz.", "10.1000/xyz"),
        ("http://dx.doi.org/10.1016/S0140-6736(99)00012-3", "10.1016/s0140-6736(99)00012-3"),
        ("(https://doi.org/10.1000/a(b)c)", "10.1000/a(b)c"),
        ("10.1002/14651858.CD012880.pub2, accessed", "10.1002/14651858.cd012880.pub2"),
        ("10.1000%2Fxyz", "10.1000/xyz"),
        ("10.1000/", None),
        ("no doi", None),
        ("", None),
    ],
)
def test_doi(given: str, expected: str | None) -> None:
    assert canonical_doi(given) == expected
    stated = stated_doi(given)
    assert (stated.lower() if stated else None) == expected


def test_a_stated_doi_keeps_its_case() -> None:
    assert stated_doi("https://doi.org/10.1016/S0140-6736(99)00012-3.") == "10.1016/S0140-6736(99)00012-3"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("20668659", "20668659"),
        ("PMID: 020668659", "20668659"),
        ("https://pubmed.ncbi.nlm.nih.gov/20668659/", "20668659"),
        ("20668659 [pmid]", "20668659"),
        ("PMC2910600", None),
        ("0", None),
        ("1234567890", None),
    ],
)
def test_pmid(given: str, expected: str | None) -> None:
    assert canonical_pmid(given) == expected


def test_pmcid() -> None:
    assert canonical_pmcid("https://www.ncbi.nlm.nih.gov/pmc/articles/pmc2910600/") == "PMC2910600"
    assert canonical_pmcid("2910600") is None


@pytest.mark.parametrize(("given", "expected"), [("15491277", "1549-1277"), ("1549-1278", None), ("x", None)])
def test_issn(given: str, expected: str | None) -> None:
    assert canonical_issn(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("0-306-40615-2", "9780306406157"),
        ("978-0-306-40615-7", "9780306406157"),
        ("978-0-306-40615-8", None),
        ("0-306-40615-3", None),
    ],
)
def test_isbn(given: str, expected: str | None) -> None:
    assert canonical_isbn(given) == expected


@pytest.mark.parametrize(
    "text", ["1" * 1_000_000, "10.1234" * 200_000, "10." + "1234." * 200_000, "10.1234/" + ")" * 500_000], ids=len
)
def test_what_is_longer_than_any_doi_is_none(text: str) -> None:
    """In a time that grows with the length, not with its square: that would be minutes."""
    assert canonical_doi(text) is None
