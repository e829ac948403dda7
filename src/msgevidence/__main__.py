"""``python -m msgevidence`` is the command line."""

from msgevidence.cli import main

raise SystemExit(main())
