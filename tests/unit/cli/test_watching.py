from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KG = [sys.executable, "-c", "from kgtools.cli.main import main; main()"]
HEAD = "PREFIX ex: <https://example.org/terms/> PREFIX id: <https://example.org/id/>\n"


def test_findings_are_printed_again_after_a_save_until_interrupted(folder: Path) -> None:
    command = [*KG, "-C", str(folder), "check", "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            _follow(running, folder)
            running.send_signal(signal.SIGINT)
            assert running.wait(30) == 130
        finally:
            running.kill()  # leaving the block waits for it


def test_in_short_a_person_who_watches_still_sees_that_nothing_is_wrong(folder: Path) -> None:
    command = [*KG, "-C", str(folder), "check", "--watch", "-f", "short"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr is not None
            assert running.stderr.readline().startswith("conforms: no findings")
        finally:
            running.kill()


def _follow(running: subprocess.Popen[str], folder: Path) -> None:
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.readline().startswith("conforms")
    new, toml = folder / "data" / "new.ttl", folder / "kg.toml"
    _save(new, f"{HEAD}id:x a")
    assert "KG001" in running.stdout.readline()
    new.unlink()
    while not (line := running.stdout.readline()).startswith("conforms"):
        assert line
    kept = toml.read_text()
    _save(toml, "name =")
    assert "error[KG902]" in running.stderr.readline()
    _save(toml, kept)
    assert running.stdout.readline().startswith("conforms")


def _save(path: Path, text: str) -> None:
    """Write a file at once, as editors do: nobody sees it half there."""
    beside = path.with_name(".saved")
    beside.write_text(text)
    beside.replace(path)


@pytest.mark.parametrize("more", [("--fix",), ("-o", "x"), ("data",)])
def test_watching_takes_no_files_and_writes_none(
    kg: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    monkeypatch.chdir(folder)
    found = kg("check", "--watch", *more)
    assert found.code == 2
    assert "--watch takes no FILES" in found.err


def test_since_and_files_exclude_each_other(kg: Callable[..., Any], folder: Path) -> None:
    assert kg("-C", folder, "check", "--since", "HEAD", folder / "data").code == 2
