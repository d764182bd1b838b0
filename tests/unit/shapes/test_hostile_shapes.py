"""Data and shapes that are wrong or hostile: a verdict or a clear refusal in bounded time.

Each case is a file: what it is, data and shapes, how ``kg check`` ends and what it says, and what
``kgtools.validate`` raises (``hostile_cases.py`` reads them).
Each has a process of its own, in which the CPU seconds and the memory are limited.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hostile_cases import cases, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 5  # a refusal takes less than two on a machine of its own, start included
MEMORY = 3_000_000_000
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


def _cases() -> Iterator[Any]:
    for name, case in cases():
        is_long = case.get("nightly", False) and not os.environ.get("KGTOOLS_NIGHTLY")
        marks = pytest.mark.skipif(is_long, reason="takes seconds; set KGTOOLS_NIGHTLY")
        yield pytest.param(case, id=name, marks=marks)


@pytest.mark.parametrize("case", list(_cases()))
def test_ends_well(case: dict[str, Any], tmp_path: Path) -> None:
    seconds = case.get("seconds", SECONDS)
    write(case, tmp_path)

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
