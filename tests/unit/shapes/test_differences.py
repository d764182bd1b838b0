"""Data on which other engines give another answer: ours is the one of the Recommendation."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Store, parse

from kgtools.shapes import LiteralTable, alias, judge
from kgtools.terms import Prefixes

FILES = sorted((Path(__file__).parent / "differences").glob("*.ttl"))
PREFIXES = Prefixes({"ex": "https://example.org/"})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_answer(file: Path) -> None:
    expected, why = file.read_text(encoding="utf-8").splitlines()[:2]
    assert why.startswith("# ")
    quads = list(parse(path=file))
    store, table = Store(), LiteralTable()
    store.extend(table.watch(quads))
    judgement = judge(store, quads, prefixes=PREFIXES, literals=table)
    assert judgement.judged, judgement.diagnostics
    found = [
        f"{alias(violation).removeprefix('SH-')} {_shown(violation.value)}"
        for violation in judgement.violations
    ]
    assert found == ([] if expected == "# expect: none" else [expected.removeprefix("# expect: ")])


def _shown(value: object) -> str:
    if isinstance(value, BlankNode):
        return "blank"
    return PREFIXES.show(value).partition("^^")[0]  # type: ignore[arg-type]


def test_each_difference_is_on_the_page(root: Path) -> None:
    page = (root / "docs" / "validation.md").read_text(encoding="utf-8")
    assert [file.stem for file in FILES if f"| `{file.stem}` |" not in page] == []
