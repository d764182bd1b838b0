from __future__ import annotations

import time
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgtools.errors import LimitError
from kgtools.export import Format, naming, render
from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.dataset import Dataset
    from kgtools.export.naming import Bare

P, Q = NamedNode("urn:p"), NamedNode("urn:q")
nodes = st.sampled_from("abcd")
links = st.sets(st.tuples(nodes, st.sampled_from([P, Q]), st.one_of(nodes, st.integers(0, 2))), max_size=7)


def statements(found: set[tuple[str, NamedNode, str | int]], rename: dict[str, str]) -> list[Bare]:
    return [
        (
            BlankNode(rename[subject]),
            role,
            BlankNode(rename[value]) if isinstance(value, str) else Literal(str(value)),
            None,
        )
        for subject, role, value in found
    ]


def lines(found: list[Bare]) -> set[str]:
    return {" ".join(map(str, each)) for each in naming.named(found)}


@settings(deadline=None, max_examples=40)
@given(links, st.permutations("abcd"))
def test_names_do_not_depend_on_the_names_before(
    found: set[tuple[str, NamedNode, str | int]], other: list[str]
) -> None:
    same = lines(statements(found, dict(zip("abcd", "abcd", strict=True))))
    assert lines(statements(found, dict(zip("abcd", other, strict=True)))) == same
    assert len(same) == len(found)


def test_nodes_that_look_alike_are_kept_apart() -> None:
    twins: list[Bare] = [(BlankNode(name), P, Literal("x"), None) for name in "ab"]
    assert len(lines(twins)) == 2


def test_nodes_far_from_any_difference_are_told_apart() -> None:
    chain: list[Bare] = [(BlankNode(f"n{i}"), P, BlankNode(f"n{i + 1}"), None) for i in range(20)]
    mirrored: list[Bare] = [(BlankNode(f"m{20 - i}"), P, BlankNode(f"m{19 - i}"), None) for i in range(20)]
    assert lines(chain) == lines(mirrored)


def test_a_graph_made_to_take_for_ever_is_given_up(
    grown: Callable[..., Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "SECONDS", 1)
    dataset = grown(odd=" ".join(f"_:n{a} ex:knows _:n{b} ." for a, b in permutations(range(12), 2)))
    start = time.monotonic()
    with pytest.raises(LimitError, match="too alike"):
        render(dataset, Format.NT)
    assert time.monotonic() - start < 30
