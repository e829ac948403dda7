"""The command line: parses, calls the library, prints. The contract stands in docs/cli.md."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from msgevidence.cli.frame import build_parser
from msgevidence.cli.terminal import Terminal
from msgevidence.errors import MsgEvidenceError

REFUSED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 done with something to look at, 2 refused. Never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = build_parser().parse_args(argv)
    terminal = Terminal(as_json=arguments.json)
    try:
        code: int = arguments.run(arguments, terminal)
        sys.stdout.flush()
        return code
    except MsgEvidenceError as refusal:
        terminal.refuse(str(refusal))
    except BrokenPipeError:
        # The reader of our output went away (``| head``): no error of ours, and nothing may be written any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        terminal.refuse("stopped by you; the run under way was taken back, the library is as it was")
        return 130
    except Exception as fault:
        if os.environ.get("MSGEVIDENCE_DEBUG"):
            raise
        kind = type(fault).__name__
        terminal.refuse(
            f"a fault of msgevidence itself ({kind}: {' '.join(str(fault).split())[:300]}); nothing was written."
            " Set MSGEVIDENCE_DEBUG=1 to see where, and please report it"
        )
    return REFUSED
