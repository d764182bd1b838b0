from __future__ import annotations

import re
from pathlib import Path

import kgtools
from kgtools.diagnostics.registry import REGISTRY

SOURCES = Path(kgtools.__file__).parent
CODE = re.compile(r"\"(KG[0-9]{3})\"")


def test_every_code_in_the_program_is_registered_and_every_registered_one_is_used() -> None:
    used = {
        code
        for path in SOURCES.rglob("*.py")
        if path.name != "registry.py"
        for code in CODE.findall(path.read_text())
    }
    assert used == set(REGISTRY)


def test_codes_stand_in_their_order_and_titles_are_unlike_each_other() -> None:
    assert list(REGISTRY) == sorted(REGISTRY)
    assert len({entry.title for entry in REGISTRY.values()}) == len(REGISTRY)
