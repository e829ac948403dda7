"""Citations as live Zotero fields in a Word file, to be taken up by the Zotero add-in. Experimental.

The shapes are those the add-in writes itself (``ADDIN ZOTERO_ITEM CSL_CITATION {json}``): each citation carries the
whole CSL-JSON of what it cites, so that it works for works that are in nobody's Zotero library. A record that came
from Zotero keeps its item's address, by which the add-in finds it again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgevidence.citation.formatted import Runs, plain
from msgevidence.model.record import Record

BIBLIOGRAPHY = 'ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'
_SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
_ITEM = re.compile(r"https?://(?:www\.)?zotero\.org/(?:users|groups)/[\w/]+/items/[A-Z0-9]{8}")
_CITE_KEYS = ("locator", "label", "prefix", "suffix", "suppress-author", "author-only")


def instruction(number: int, cluster: Sequence[Mapping[str, Any]], records: Mapping[str, Record], shown: Runs) -> str:
    """The field code of the manuscript's citation `number`, or "" when one of its works is not known."""
    if not cluster or any(str(cite["id"]) not in records for cite in cluster):
        return ""
    items = []
    for cite in cluster:
        key = str(cite["id"])
        record = records[key]
        items.append(
            {
                "id": key,
                "uris": _addresses(record),
                "itemData": {**record.to_csl(), "id": key},
                **{name: cite[name] for name in _CITE_KEYS if name in cite},
            }
        )
    words = plain(shown)
    citation = {
        "citationID": hashlib.sha256(f"{number} {words}".encode()).hexdigest()[:10],
        "properties": {"formattedCitation": words, "plainCitation": words, "noteIndex": 0},
        "citationItems": items,
        "schema": _SCHEMA,
    }
    return f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(citation, ensure_ascii=False, separators=(',', ':'))}"


def _addresses(record: Record) -> list[str]:
    """Addresses of the record's item on zotero.org, as its source wrote them."""
    texts = (record.id, record.source, *(leftover.value for leftover in record.leftovers))
    return list(dict.fromkeys(match for text in texts for match in _ITEM.findall(text)))
