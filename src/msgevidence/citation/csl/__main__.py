"""`python -m msgevidence.citation.csl FIXTURE…`: run tests of the official suite, print {name: output} as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from .errors import StyleError
from .fixtures import read_fixture, run_fixture


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 0 if arguments else 2
    outputs = {}
    failed = 0
    for argument in arguments:
        path = Path(argument)
        try:
            outputs[path.stem] = run_fixture(read_fixture(path))
        except (OSError, StyleError, ValueError) as error:
            failed = 1
            print(f"{path.name}: {error}", file=sys.stderr)
    print(json.dumps(outputs, ensure_ascii=False, indent=1))
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
