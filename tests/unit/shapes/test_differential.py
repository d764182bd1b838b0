"""Three ways to validate agree: queries, evaluation by definition, and pySHACL."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from pyoxigraph import RdfFormat, Store, parse

sys.path.insert(0, str(Path(__file__).parent))

from hypothesis import strategies as st
from random_queries import PATH_QUERIES, QUERIES, random_queries
from random_shapes import Grammar, data_graphs, shapes_graphs

from kgtools.shapes import LiteralTable, judge
from kgtools.shapes.constraints import Constraints
from kgtools.shapes.evaluate import Evaluator
from kgtools.shapes.oracle import run as by_pyshacl
from kgtools.shapes.results import Outcome, Task
from kgtools.shapes.targets import Targets
from kgtools.shapes.view import View

if TYPE_CHECKING:
    from kgtools.shapes.results import Engine, Judgement, Violation

SETTINGS = settings(
    max_examples=1000 if os.environ.get("KGTOOLS_NIGHTLY") else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
EVERYTHING = Grammar(
    odd=True, queries=st.sampled_from(QUERIES) | random_queries(), path_queries=tuple(PATH_QUERIES)
)
# Without what pySHACL is known to answer otherwise: components, paths in queries, and two kinds of query.
PLAIN = Grammar(
    odd=False,
    queries=st.sampled_from(
        [query for query in QUERIES if "STR(?any)" not in query and "IF(EXISTS" not in query]
    ),
    components=False,
)


def by_definition(task: Task) -> Outcome:
    """Evaluate every shape for every focus node, without queries for constraints."""
    view = View(task.data, task.literals)
    targets = Targets(task.data)
    evaluator = Evaluator(view, task.shapes, targets, Constraints(view, task.graph))
    found = []
    for shape in task.shapes.targeted():
        foci = {term for _, _, term in view} | {term for term, _, _ in view}
        foci |= {target.term for target in shape.targets if target.kind.name == "NODE"}
        for focus in foci:
            if _is_target(view, targets, shape, focus):
                found.extend(evaluator.results(shape, focus))
    return Outcome(tuple(found))


def _is_target(view: View, targets: Targets, shape, focus) -> bool:  # type: ignore[no-untyped-def] # noqa: ANN001
    for target in shape.targets:
        match target.kind.name:
            case "NODE":
                selected = focus == target.term
            case "CLASS":
                selected = view.has_type(focus, targets.closure(target.term))
            case "SUBJECTS_OF":
                selected = any(True for _ in view.objects(focus, target.term))
            case _:
                selected = any(True for _ in view.subjects(target.term, focus))
        if selected:
            return True
    return False


def _judge(data: str, shapes: str, engine: Engine | None = None) -> Judgement:
    store, table = Store(), LiteralTable()
    store.extend(table.watch(parse(data.encode(), RdfFormat.TURTLE)))
    quads = parse(shapes.encode(), RdfFormat.TURTLE)
    given_ = {} if engine is None else {"engine": engine}
    return judge(store, quads, literals=table, refuse_vacuous=False, **given_)


def _key(violation: Violation) -> tuple[str, ...]:
    # Blank nodes of shapes get new labels at each parse; of data they keep theirs.
    shape = violation.source_shape
    return (
        str(violation.focus_node),
        repr(violation.path),
        str(violation.value),
        str(violation.component),
        str(shape) if str(shape).startswith("<") else "",
        str(violation.severity),
    )


def _results(judgement: Judgement) -> Counter[tuple[str, ...]]:
    return Counter(map(_key, judgement.violations))


@SETTINGS
@given(data_graphs(odd=True), shapes_graphs(EVERYTHING))
def test_queries_agree_with_the_definition(data: str, shapes: str) -> None:
    compiled = _judge(data, shapes)
    assume(compiled.judged)
    assert _results(compiled) == _results(_judge(data, shapes, by_definition))


@SETTINGS
@given(data_graphs(odd=False), shapes_graphs(Grammar(odd=False)))
def test_queries_agree_with_pyshacl(data: str, shapes: str) -> None:
    compiled = _judge(data, shapes)
    assume(compiled.judged)
    other = _judge(data, shapes, by_pyshacl)
    assert other.judged, other.diagnostics
    assert _results(compiled) == _results(other)


@SETTINGS
@given(data_graphs(odd=False), shapes_graphs(PLAIN))
def test_sparql_in_shapes_agrees_with_pyshacl(data: str, shapes: str) -> None:
    compiled = _judge(data, shapes)
    assume(compiled.judged)
    other = _judge(data, shapes, by_pyshacl)
    assert other.judged, other.diagnostics
    assert _results(compiled) == _results(other)
