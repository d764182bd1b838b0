"""A question is first shown as a picture only where its columns have what the picture draws."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgtools.graph import Graph

# What a picture draws: a day, a number, two things in a row. Sources are no part of a graph.
NEEDED = {"timeline": Counter({"date": 1}), "bar": Counter({"number": 1}), "graph": Counter({"iri": 2})}
NUMBERS = {"integer": "number", "decimal": "number", "double": "number"}


def test_the_columns_of_a_question_have_what_its_picture_draws(bundled: Graph) -> None:
    views = {spec.name: spec.view for spec in bundled.queries if spec.columns}
    assert set(views.values()) == {*NEEDED, "table"}
    for spec in bundled.queries:
        if spec.columns and spec.view in NEEDED:
            kinds = Counter(NUMBERS.get(kind, kind) for name, kind in spec.columns if name != "source")
            assert kinds >= NEEDED[spec.view], f"{spec.name} is no {spec.view}"
