"""The code is generic: no word of the bundled subject occurs in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
SUBJECT = re.compile(
    r"summit|korea|\bkim\b|trump|pyongyang|seoul|hanoi|singapore|panmunjom|alliance|sanction|nuclear|missile"
    r"|\bdprk\b|\brok\b|\bunsc\b|treaty|diploma|state-prk|\bjapan\b|\bchina\b|russia",
    re.IGNORECASE,
)
FILES = sorted(path for path in SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_word_of_the_subject(path: Path) -> None:
    found = [
        f"{number}: {line.strip()}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SUBJECT.search(line)
    ]
    assert found == []
