from __future__ import annotations

import json
import shutil
import subprocess
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest

from kgtools import __version__
from kgtools.cli import doctor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _parts(found: Any) -> dict[str, str]:
    return {row["part"]: row["state"] for row in json.loads(found.out)}


def test_a_sound_installation(kg: Callable[..., Any], folder: Path) -> None:
    found = kg("-C", folder, "doctor", "-f", "json")
    parts = _parts(found)
    assert found.code == 0
    assert (parts["kgtools"], parts["project"]) == (__version__, "orchestra")
    assert [parts[name] for name in ("ontology files", "shape files", "data files")] == ["1", "1", "3"]
    assert parts["cache"] == "0 KB"
    assert set(doctor.PACKAGES) <= parts.keys()


def test_the_cache_is_measured(kg: Callable[..., Any], folder: Path) -> None:
    (folder / ".kg" / "cache").mkdir(parents=True)
    (folder / ".kg" / "cache" / "x").write_bytes(b"x" * 5000)
    assert _parts(kg("-C", folder, "doctor", "-f", "json"))["cache"] == "5 KB"


def test_a_broken_project_exits_1(kg: Callable[..., Any], folder: Path) -> None:
    (folder / "kg.toml").write_text("nope")
    found = kg("-C", folder, "doctor", "-f", "json")
    assert found.code == 1
    assert _parts(found)["project"] == "broken"


def test_what_is_missing_is_told(kg: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    real = doctor.version

    def version(package: str) -> str:
        if package in ("pyshacl", "pandas"):
            raise metadata.PackageNotFoundError(package)
        return real(package)

    monkeypatch.setattr(doctor, "version", version)
    found = kg("doctor", "-f", "json")
    assert found.code == 1
    assert (_parts(found)["pyshacl"], _parts(found)["pandas"]) == ("missing", "not installed")


@pytest.mark.parametrize("java", ["none", "silent", "hanging", "there"])
def test_java_may_be_missing(kg: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, java: str) -> None:
    def run(*args: object, **_: object) -> subprocess.CompletedProcess[str]:
        if java == "hanging":
            raise subprocess.TimeoutExpired("java", 1)
        return subprocess.CompletedProcess(
            [str(args)], 0, "", 'openjdk version "17"\n' if java == "there" else ""
        )

    monkeypatch.setattr(shutil, "which", lambda _: None if java == "none" else "/bin/java")
    monkeypatch.setattr(subprocess, "run", run)
    expected = {
        "none": "not found",
        "silent": "unknown version",
        "hanging": "does not answer",
        "there": 'openjdk version "17"',
    }
    found = kg("doctor", "-f", "json")
    assert (found.code, _parts(found)["Java"]) == (0, expected[java])
