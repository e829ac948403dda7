"""One file a page, run by the frame in `ui.navigation`; here only where each is, for links."""

from pathlib import Path

_HERE = Path(__file__).parent

ASK = _HERE / "ask.py"
BROWSE = _HERE / "browse.py"
EVIDENCE_MAP = _HERE / "evidence_map.py"
ADD = _HERE / "add.py"
REVIEW = _HERE / "review.py"
CHECK = _HERE / "check.py"
LIBRARY = _HERE / "library.py"
BIBLIOGRAPHY = _HERE / "bibliography.py"
RECORD = _HERE / "record.py"
