"""A Zotero library read and written through pyzotero; nothing else of the house imports it."""

from msgevidence.sources.zotero_library.address import Address, api_key, key_in_file, loopback_endpoint
from msgevidence.sources.zotero_library.client import ZoteroLibrary
from msgevidence.sources.zotero_library.reading import Snapshot, as_source, read
from msgevidence.sources.zotero_library.transport import Patience
from msgevidence.sources.zotero_library.writing import Change, Outcome, Work, plan, push

__all__ = [
    "Address",
    "Change",
    "Outcome",
    "Patience",
    "Snapshot",
    "Work",
    "ZoteroLibrary",
    "api_key",
    "as_source",
    "key_in_file",
    "loopback_endpoint",
    "plan",
    "push",
    "read",
]
