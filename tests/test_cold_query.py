"""``kg query`` starts light: no rdflib, no pySHACL, no owlready2, and little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("rdflib", "pyshacl", "owlready2", "yaml", "rich", "rapidfuzz", "pandas", "lxml", "networkx")
# Runs kg and tells, on stderr, what it imported and how much memory it took at most.
PROBE = """
import json, os, resource, sys
from kgtools.cli import main

def leave(code):
    sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # KB on Linux, bytes on macOS
    json.dump({"code": code, "modules": sorted(sys.modules), "peak": peak}, sys.stderr)
    sys.stderr.flush()
    os._exit(code)

main._leave = leave
main.main()
"""
NAMED = ["query", "summit-outcomes", "--location", "Hanoi", "-f", "json"]
FREE = ["query", "-q", "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c", "-f", "csv"]


def _probe(args: list[str], folder: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *args],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    found: dict[str, object] = json.loads(done.stderr)
    return found


@pytest.fixture(scope="module")
def warm(root: Path) -> Path:
    """The repository, asked once, so that headers are cached as after any first query."""
    _probe(NAMED, root)
    return root


@pytest.mark.parametrize("args", [NAMED, FREE], ids=["named", "free"])
def test_heavy_packages_are_not_imported(warm: Path, args: list[str]) -> None:
    modules = _probe(args, warm)["modules"]
    assert isinstance(modules, list)
    assert "pyoxigraph" in modules
    assert [name for name in modules if name.partition(".")[0] in HEAVY] == []


def test_a_new_header_costs_yaml_only(folder: Path) -> None:
    modules = _probe(["query", "engagements"], folder)["modules"]
    assert isinstance(modules, list)
    assert {name.partition(".")[0] for name in modules} & set(HEAVY) == {"yaml"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems measure memory otherwise")
@pytest.mark.parametrize("args", [NAMED, FREE], ids=["named", "free"])
def test_peak_memory_is_small(warm: Path, args: list[str]) -> None:
    peak = _probe(args, warm)["peak"]
    assert isinstance(peak, int)
    assert peak / 1024 < 120


def test_importing_the_package_costs_next_to_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, kgtools; print(sorted(m for m in sys.modules if m.startswith('kgtools') or m in "
        + repr([*HEAVY, "pyoxigraph", "click"])
        + "))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['kgtools']\n"
