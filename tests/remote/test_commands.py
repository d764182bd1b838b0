"""Commands with --endpoint print what they print without."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kgtools.graph import Graph
from kgtools.store.dialects import Address
from kgtools.store.endpoint import Endpoint
from kgtools.store.remote import RemoteStore
from kgtools.terms import BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome
    from tests.remote.conftest import Engine

COMMANDS = [
    ("show", "Hanoi summit", "-f", "json"),
    ("show", "Hanoi summit", "--as-of", "2019-02-27"),
    ("find", "Hanoi summit", "--limit", "1", "-f", "json"),
    ("path", "Donald Trump", "Kim Jong-un", "-f", "json"),
    ("stats", "-f", "csv"),
    ("stats", "--by", "class", "-f", "csv"),
    ("stats", "--by", "file", "-f", "csv"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_prints_the_same(
    kg: Callable[..., Outcome], pushed: Engine, bundled: Graph, command: tuple[str, ...]
) -> None:
    _leave_for_the_night(pushed, command[0])
    here = kg("-C", bundled.project.root, *command)
    there = kg("-C", bundled.project.root, *command, "--endpoint", pushed.address.query)
    assert there.code == here.code == 0, there.err
    assert there.out == here.out


def test_an_export_has_the_same_triples(kg: Callable[..., Outcome], pushed: Engine, bundled: Graph) -> None:
    _leave_for_the_night(pushed, "export")
    here = kg("-C", bundled.project.root, "export", "nt")
    there = kg("-C", bundled.project.root, "export", "nt", "--endpoint", pushed.address.query)
    assert there.code == here.code == 0, there.err
    lines = [{line for line in out.splitlines() if "_:" not in line} for out in (here.out, there.out)]
    assert lines[0] == lines[1]


def test_pages_give_each_triple_once(pushed: Engine, bundled: Graph) -> None:
    """An engine that nobody knows is read in pages: together they are the whole graph."""
    if pushed.name == "virtuoso":
        pytest.skip("labels of its blank nodes are put right for those only who know that it is Virtuoso")
    address = Address(pushed.address.query, dialect="generic", seconds=120)
    name = NamedNode(f"{bundled.project.base}graph/default")
    found = [quad.triple for quad in RemoteStore(Endpoint(address), default=[name]).match()]
    named = {triple for triple in found if not _has_blank_node(triple)}
    wanted = {quad.triple for quad in bundled.dataset.store.match()}
    assert len(found) == len(wanted)
    assert named == {triple for triple in wanted if not _has_blank_node(triple)}


def _leave_for_the_night(engine: Engine, command: str) -> None:
    if engine.name == "virtuoso" and command in {"stats", "export"} and not os.environ.get("KGTOOLS_NIGHTLY"):
        pytest.skip("takes Virtuoso half a minute; set KGTOOLS_NIGHTLY")


def _has_blank_node(triple: object) -> bool:
    return any(isinstance(term, BlankNode) for term in triple)  # type: ignore[attr-defined]


def test_python(pushed: Engine, bundled: Graph) -> None:
    graph = Graph(bundled.project.root, endpoint=pushed.address.query)
    assert graph.query("ASK { ?class a owl:Class }") is True
    assert graph.query("ASK { ?class a <urn:x-kgtools:nothing> }") is False
    assert graph["Hanoi summit"].name == "Hanoi summit"
