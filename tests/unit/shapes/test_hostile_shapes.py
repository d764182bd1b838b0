"""Data and shapes that are wrong or hostile: a verdict or a clear refusal in bounded time.

Each case is a file: what it is, data and shapes, how ``kg check`` ends and what it says, and what
``kgtools.validate`` raises. ``<<N|TEXT>>`` stands for a text N times, with ``{n}`` and ``{next}`` for numbers.
Each has a process of its own, in which the CPU seconds and the memory are limited.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """PREFIX ex: <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
DATA = "ex:a a ex:C ; ex:p 1 ."
SECONDS = 5  # a refusal takes less than two on a machine of its own, start included
MEMORY = 3_000_000_000
REPEATED = re.compile(r"<<(\d+)\|(.*?)>>", re.DOTALL)
CASES = sorted((Path(__file__).parent / "hostile").glob("*.toml"))
BOTH = """
import sys, kgtools
from kgtools.cli.main import main
try:
    print("validate:", kgtools.validate("data.ttl", "shapes.ttl").conforms)
except kgtools.KgError as error:
    print("validate:", type(error).__name__)
sys.stdout.flush()
sys.argv = ["kg", "check", "data.ttl", "--shapes", "shapes.ttl"]
main()
"""


def _written_out(text: str) -> str:
    def repeated(match: re.Match[str]) -> str:
        times, part = int(match[1]), match[2]
        if "{n" not in part:
            return part * times
        return "".join(part.replace("{n}", str(n)).replace("{next}", str(n + 1)) for n in range(times))

    return HEAD + REPEATED.sub(repeated, text)


def _cases() -> Iterator[Any]:
    for file in CASES:
        case = tomllib.loads(file.read_text(encoding="utf-8"))
        is_long = case.get("nightly", False) and not os.environ.get("KGTOOLS_NIGHTLY")
        marks = pytest.mark.skipif(is_long, reason="takes seconds; set KGTOOLS_NIGHTLY")
        yield pytest.param(case, id=file.stem, marks=marks)


@pytest.mark.parametrize("case", list(_cases()))
def test_ends_well(case: dict[str, Any], tmp_path: Path) -> None:
    seconds = case.get("seconds", SECONDS)
    for name in ("data", "shapes"):
        (tmp_path / f"{name}.ttl").write_text(_written_out(case.get(name, DATA)), encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    done = subprocess.run(
        [sys.executable, "-c", BOTH],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        timeout=250,
        check=False,
        preexec_fn=limit,
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode == case["exit"], done.stderr or done.stdout[:2000]
    verdict, _, report = done.stdout.partition("\n")
    assert verdict == f"validate: {case.get('error', case['exit'] == 0)}"
    assert re.search(case.get("says", "conforms"), report, re.MULTILINE), report[:2000]
