from __future__ import annotations

import pytest

from kgtools.reason.filters import Call, Compare, Logic, holds, variables
from kgtools.terms import XSD, BlankNode, Literal, NamedNode

ERROR = Compare("<", NamedNode("x:a"), NamedNode("x:b"))
TRUE = Compare("=", Literal("a"), Literal("a"))
FALSE = Compare("=", Literal("a"), Literal("b"))


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=XSD[datatype])


@pytest.mark.parametrize(
    ("left", "operator", "right", "expected"),
    [
        (typed("1", "integer"), "=", typed("1.0", "decimal"), True),
        (typed("1", "integer"), "=", typed("1e0", "double"), True),
        (typed("1", "integer"), "!=", typed("2", "byte"), True),
        (typed("10", "integer"), ">", typed("9", "integer"), True),
        (Literal("10"), ">", Literal("9"), False),
        (typed("2018-06-12", "date"), "<", typed("2019-02-27", "date"), True),
        (typed("2018", "gYear"), "<", typed("2019-02-27", "date"), False),
        (
            typed("2018-06-12T10:00:00Z", "dateTime"),
            "=",
            typed("2018-06-12T11:00:00+01:00", "dateTime"),
            True,
        ),
        (typed("2018-06-12T10:00:00Z", "dateTime"), "<", typed("2019-06-12T10:00:00", "dateTime"), False),
        (typed("true", "boolean"), "=", typed("1", "boolean"), True),
        (NamedNode("x:a"), "=", NamedNode("x:a"), True),
        (NamedNode("x:a"), "!=", NamedNode("x:b"), True),
        (NamedNode("x:a"), "<", NamedNode("x:b"), False),
        (NamedNode("x:a"), "!=", Literal("x:a"), True),
        (Literal("a"), "!=", Literal("a", language="en"), False),
        (Literal("a", language="EN"), "=", Literal("a", language="en"), True),
        (Literal("a", language="de"), "!=", Literal("a", language="en"), True),
        (typed("one", "integer"), "=", typed("1", "integer"), False),
        (typed("one", "integer"), "<", typed("1", "integer"), False),
        (typed("x", "unknown"), "=", typed("y", "unknown"), False),
        (typed("x", "unknown"), "!=", typed("y", "unknown"), False),
    ],
)
def test_comparisons(left: object, operator: str, right: object, *, expected: bool) -> None:
    assert holds(Compare(operator, left, right), {}) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Logic("&&", (TRUE, TRUE)), True),
        (Logic("&&", (TRUE, FALSE)), False),
        (Logic("||", (FALSE, TRUE)), True),
        (Logic("||", (FALSE, FALSE)), False),
        (Logic("!", (FALSE,)), True),
        (Logic("!", (ERROR,)), False),
        (Logic("||", (ERROR, TRUE)), True),
        (Logic("||", (ERROR, FALSE)), False),
        (Logic("!", (Logic("&&", (ERROR, FALSE)),)), True),
        (Logic("!", (Logic("&&", (ERROR, TRUE)),)), False),
        (Call("ISBLANK", (BlankNode("b"),)), True),
        (Call("ISLITERAL", (BlankNode("b"),)), False),
        (Call("ISURI", (NamedNode("x:a"),)), True),
        (Call("SAMETERM", (Literal("1"), Literal("1"))), True),
        (Call("SAMETERM", (typed("1", "integer"), typed("01", "integer"))), False),
    ],
)
def test_logic_of_three_values(condition: object, *, expected: bool) -> None:
    assert holds(condition, {}) is expected


def test_variables_each_once_in_order() -> None:
    condition = Logic("&&", (Compare("=", "b", "a"), Call("ISIRI", ("b",)), Compare("<", Literal("x"), "c")))
    assert variables(condition) == ("b", "a", "c")
