"""Coverage-guided fuzzing of everything that reads what comes from outside.

    python benchmarks/fuzz.py [TARGET ...] [--runs 70000] [--seconds 600] [--json] [--findings FOLDER]

One process for each target, started with the samples of tests/data: libFuzzer (atheris, where it is installed) changes
inputs so that new code is reached; without atheris the mutations of tests/support are read instead, which is said. A
failure is an exception that is not one of our own refusals, a reading of more than 5 seconds, or more than 500 MB. The
input that failed is kept in the folder of findings.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

SECONDS, MEGABYTES, LONGEST = 5, 500, 8192
STYLE = b"""<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>A</title></info>
<macro name="a"><names variable="author"><name and="text"/><et-al/><substitute><text variable="title"/></substitute>
</names></macro><citation et-al-min="3" et-al-use-first="1"><sort><key macro="a"/></sort><layout prefix="(" suffix=")">
<text macro="a"/><date variable="issued" form="numeric"/></layout></citation><bibliography><layout><choose>
<if type="book"><number variable="edition" form="ordinal"/></if><else><label variable="page"/></else></choose></layout>
</bibliography></style>"""
ESSAY = Path(__file__).resolve().parents[1] / "tests" / "data" / "drafts"


def targets() -> list[str]:
    """The readers, and what else takes text of strangers."""
    from msgevidence.formats import register

    return [*(reader.name for reader in register.READERS), "found-format", "manuscript", "style", "search"]


def reading(target: str) -> Callable[[bytes], None]:
    """What one input goes through. Raises whatever escapes."""
    from msgevidence.citation.csl import StyleError, load_style
    from msgevidence.errors import MsgEvidenceError
    from msgevidence.formats import register
    from msgevidence.ingest.reading import records
    from msgevidence.manuscript import reading as manuscripts
    from msgevidence.sources.files import from_upload
    from msgevidence.store.search_language import parse

    def read(data: bytes) -> None:
        source = from_upload("input", data)
        reader = register.detect(source.head, "input") if target == "found-format" else register.reader(target)
        for _ in records(reader, source):
            pass

    def manuscript(data: bytes) -> None:
        manuscripts.read(from_upload("draft.docx" if data[:2] == b"PK" else "draft.md", data))

    def style(data: bytes) -> None:
        with contextlib.suppress(StyleError):
            load_style("<" + data.decode("utf-8", "replace").removeprefix("<"))

    done: dict[str, Callable[[bytes], Any]] = {
        "manuscript": manuscript,
        "style": style,
        "search": lambda data: parse(data.decode("utf-8", "replace")),
    }
    step = done.get(target, read)

    def one(data: bytes) -> None:
        with contextlib.suppress(MsgEvidenceError):
            step(data)

    return one


def seeds(target: str) -> list[bytes]:
    from support.mutations import DATA, samples

    if target == "found-format":
        return [data for folder in sorted(DATA.iterdir()) for data in samples(folder.name)[:3]]
    if target == "manuscript":
        return [path.read_bytes() for path in sorted(ESSAY.rglob("*")) if path.is_file()]
    if target == "search":
        return [b'title:"peer support" AND (year:2010-2020 OR -author:Chien) outcome:hope*']
    if target == "style":
        return [STYLE]
    return samples(target)


def guided(target: str, runs: int, seconds: int, folder: Path) -> None:
    """Runs in its own process and never returns: libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["msgevidence"]):
        one = reading(target)
    for number, data in enumerate(seeds(target)):
        folder.joinpath("corpus", f"seed{number}").write_bytes(data[:LONGEST])
    options = [f"-runs={runs}", f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SECONDS}"]
    options += [f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={folder}/", "-print_final_stats=1", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(folder / "corpus")], lambda data: one(bytes(data)))
    atheris.Fuzz()


def unguided(target: str, runs: int, seconds: int, folder: Path) -> None:
    from support.mutations import mutated

    one, chance, inputs = reading(target), random.Random(target), seeds(target)
    end, done = time.monotonic() + seconds, 0
    for number in range(runs):
        done, data = number, mutated(chance.choice(inputs), chance)
        start = time.process_time()
        try:
            one(data)
        except Exception:
            folder.joinpath(f"crash-{number}").write_bytes(data)
            raise
        if time.process_time() - start > SECONDS:
            folder.joinpath(f"slow-{number}").write_bytes(data)
        if time.monotonic() > end:
            break
    print(f"stat::number_of_executed_units: {done}")


def run(target: str, runs: int, seconds: int, findings: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="msgevidence-fuzz-") as folder:
        place = Path(folder)
        place.joinpath("corpus").mkdir()
        command = [sys.executable, __file__, target, "--in", folder, "--runs", str(runs), "--seconds", str(seconds)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, errors="replace")
        said = ended.stdout + ended.stderr
        inputs = re.search(r"number_of_executed_units:\s*(\d+)", said)
        memory = re.search(r"peak_rss_mb:\s*(\d+)", said)
        found = [path for path in place.iterdir() if path.is_file()]
        for path in found:
            findings.mkdir(parents=True, exist_ok=True)
            findings.joinpath(f"{target}-{path.name[:40]}").write_bytes(path.read_bytes())
    return {
        "target": target,
        "inputs": int(inputs[1]) if inputs else 0,
        "failures": max(len(found), int(ended.returncode != 0)),
        "peak MB": int(memory[1]) if memory else None,
        "said": said[-3000:] if ended.returncode else "",
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--runs", type=int, default=70_000, help="inputs for each target")
    parser.add_argument("--seconds", type=int, default=600, help="at most so long for each target")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    is_guided = importlib.util.find_spec("atheris") is not None
    if options.folder:
        (guided if is_guided else unguided)(options.targets[0], options.runs, options.seconds, options.folder)
        return 0
    if not is_guided:
        print("atheris is not installed: mutations without guidance", file=sys.stderr)
    rows = []
    for target in options.targets or targets():
        rows.append(run(target, options.runs, options.seconds, options.findings))
        if not options.json:
            print(*(f"{key} {value}" for key, value in rows[-1].items() if key != "said"), sep="  ", flush=True)
            print(rows[-1]["said"], end="")
    print(json.dumps(rows) if options.json else f"{sum(row['inputs'] for row in rows)} inputs in all")
    return 1 if any(row["failures"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
