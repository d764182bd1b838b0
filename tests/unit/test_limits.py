"""``[limits]``: every key is written down, and says what a server gives at most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.conftest import ROOT

from kgtools import project
from kgtools.limits import LIMITS, SETTINGS, Limits, replaced

if TYPE_CHECKING:
    from pathlib import Path


def test_a_project_says_its_limits(folder: Path) -> None:
    assert project.load(folder).limits == LIMITS
    file = folder / "kg.toml"
    file.write_text(f"{file.read_text()}\n[limits]\ntime = 0.5\nrows = 7\nbody_mb = 0.5\nworkers = 3\n")
    assert project.load(folder).limits == LIMITS._replace(seconds=0.5, rows=7, body=512 * 1024, workers=3)


def test_every_limit_but_that_of_addresses_has_a_key() -> None:
    assert {setting.field for setting in SETTINGS.values()} == set(Limits._fields) - {"url"}


def test_every_key_and_its_default_are_in_the_manual() -> None:
    section = (ROOT / "docs" / "kg-toml.md").read_text(encoding="utf-8").partition("## Limits\n")[2]
    told = {}
    for line in section.splitlines():
        if cells := re.findall(r"\| ([^|]+?) (?=\|)", line):
            told |= dict(
                zip(re.findall(r"`(\w+)`", cells[0]), re.split(r", (?=\d+$)", cells[-1]), strict=False)
            )
    assert told.keys() == SETTINGS.keys()
    for key, default in told.items():
        if key != "workers":
            assert replaced(LIMITS, {key: float(default.replace(",", ""))}) == LIMITS, key


@pytest.mark.parametrize("key", SETTINGS)
def test_both_ends_of_a_range_are_taken(key: str) -> None:
    setting = SETTINGS[key]
    for value in (setting.least, setting.most):
        assert setting.takes(int(value) if setting.is_whole else value)
    assert not setting.takes(setting.most * 2)
    assert not setting.takes(-1)
