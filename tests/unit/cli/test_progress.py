from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from kgtools.cli import progress
from kgtools.cli.progress import stages

if TYPE_CHECKING:
    import pytest

NAMES = ("first", "second")


def test_without_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with stages(NAMES) as stage:
        for name in NAMES:
            stage(name)
    assert capsys.readouterr().err == ""


def _shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], patience: float) -> str:
    monkeypatch.setattr(progress, "PATIENCE", patience)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with stages(NAMES) as stage:
        stage("second")
        time.sleep(0.3)
    return capsys.readouterr().err


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert "second" not in _shown(monkeypatch, capsys, 60)


def test_longer_work_names_its_stage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "second" in _shown(monkeypatch, capsys, 0)
