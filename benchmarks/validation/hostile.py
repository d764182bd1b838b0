"""What hostile data and shapes cost: how ``kg check`` ends, after how many seconds, and in how much memory.

    python benchmarks/validation/hostile.py [CASE ...]

Run it in a checkout: the cases are those of the tests (``tests/unit/shapes/hostile``). Each is a process
of its own, and its start is counted. An error, exit code 2, 3 or 4, has to come within two CPU seconds; a
verdict takes what its size takes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "unit" / "shapes"))

from hostile_cases import cases, write

KG = Path(sys.executable).parent / "kg"
COMMAND = (str(KG), "check", "data.ttl", "--shapes", "shapes.ttl", "-f", "short")
ERROR_WITHIN = 2.0


def measure(case: dict[str, Any]) -> tuple[int, float, float, float]:
    """Return the exit code of a check, its CPU seconds, wall seconds, and peak memory in MB."""
    with tempfile.TemporaryDirectory() as name:
        write(case, Path(name))
        start = time.perf_counter()
        process = subprocess.Popen(COMMAND, cwd=name, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    memory = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return process.returncode, usage.ru_utime + usage.ru_stime, wall, memory


def main() -> None:
    """Print a line for each case; the exit code is 1 where an error is late or an end is another one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="*", metavar="CASE", help="its name; by default all")
    chosen = parser.parse_args().cases
    print(f"{'':34}{'exit':>5}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}")
    is_well = True
    for name, case in cases():
        if chosen and name not in chosen:
            continue
        code, cpu, wall, memory = measure(case)
        note = "another end" if code != case["exit"] else "late" if code > 1 and cpu > ERROR_WITHIN else ""
        is_well = is_well and not note
        print(f"{name:34}{code:>5}{cpu:>8.2f}{wall:>8.2f}{memory:>9.0f}  {note}", flush=True)
    sys.exit(not is_well)


if __name__ == "__main__":
    main()
