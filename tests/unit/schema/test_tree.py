from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kgtools.schema.tree import tree
from kgtools.terms import NamedNode

A, B, C, D = (NamedNode(f"x:{name}") for name in "abcd")


def test_siblings_stand_by_name_below_their_parent() -> None:
    found = list(tree({C: {A}, B: {A}, A: set(), D: {B}}, str))
    assert found == [(A, 0), (B, 1), (D, 2), (C, 1)]


def test_of_a_circle_one_class_stands_at_the_top() -> None:
    assert list(tree({A: {B}, B: {A}, C: {A}}, str)) == [(A, 0), (B, 1), (C, 1)]


def test_a_class_below_itself_is_shown() -> None:
    assert list(tree({A: {A}}, str)) == [(A, 0)]


def test_a_long_chain_needs_no_stack() -> None:
    chain = [NamedNode(f"x:{number}") for number in range(3000)]
    parents = {cls: {chain[number - 1]} if number else set() for number, cls in enumerate(chain)}
    assert [depth for _, depth in tree(parents, str)] == list(range(3000))


@given(st.dictionaries(st.sampled_from([A, B, C, D]), st.sets(st.sampled_from([A, B, C, D]))))
def test_each_class_stands_there_once(parents: dict[NamedNode, set[NamedNode]]) -> None:
    assert sorted(cls.value for cls, _ in tree(parents, str)) == sorted(cls.value for cls in parents)
