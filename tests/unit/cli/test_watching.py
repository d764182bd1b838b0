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
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith("conforms")
        new = folder / "data" / "new.ttl"
        new.write_text(f"{HEAD}id:x a")
        assert "KG001" in running.stdout.readline()
        new.unlink()
        while not (line := running.stdout.readline()).startswith("conforms"):
            assert line
        toml = (folder / "kg.toml").read_text()
        (folder / "kg.toml").write_text("name =")
        assert "error[KG902]" in running.stderr.readline()
        (folder / "kg.toml").write_text(toml)
        assert running.stdout.readline().startswith("conforms")
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130


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
