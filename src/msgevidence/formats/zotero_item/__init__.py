"""Zotero items as JSON: what its API, its exports and Better BibTeX give, and what the API takes."""

from msgevidence.formats.zotero_item.reader import ZoteroItemReader
from msgevidence.formats.zotero_item.writer import ZoteroItemWriter, item_data

__all__ = ["ZoteroItemReader", "ZoteroItemWriter", "item_data"]
