from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING

import pytest

import kgtools
from kgtools.errors import InputError, ProjectError, UsageError
from kgtools.query.run import Result
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.graph import Graph

ID = "https://example.org/id/"


def test_open_gives_a_graph(folder: Path) -> None:
    found = kgtools.open(folder, language="de")
    assert isinstance(found, kgtools.Graph)
    assert found.labels.of(NamedNode(f"{ID}person-ada")) == "Ada Bach"


def test_without_a_folder_the_nearest_project_is_opened(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "data")
    assert kgtools.open().project.root == folder


def test_a_folder_that_is_no_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError):
        kgtools.open(tmp_path)


def test_named_queries_are_methods(graph: Graph) -> None:
    found = graph.q.engagements(person="Ada Brook")
    assert isinstance(found, Result)
    assert found.records() == [{"person": "Ada Brook", "group": "Harbour Strings", "start": "1999-05-01"}]
    assert found.spec is not None
    assert found.spec.name == "engagements"


def test_methods_are_listed_and_described(graph: Graph) -> None:
    assert dir(graph.q) == ["any_concert", "engagement_graph", "engagements", "fees"]
    assert graph.q.fees.__doc__ == "Fees of at least an amount"
    assert graph.q.any_concert.__name__ == "any_concert"
    assert repr(graph.q) == "<Questions orchestra: 4 named queries, listed by dir()>"


def test_a_method_shows_its_parameters(graph: Graph) -> None:
    assert str(signature(graph.q.engagements)) == "(*, person=None, asof=None)"
    assert str(signature(graph.q.fees)) == "(*, least)"
    assert repr(graph.q.fees).startswith("<function fees at ")
    with pytest.raises(UsageError, match="values are given by name") as caught:
        graph.q.fees(5)
    assert caught.value.hint == "fees(*, least)"


def test_an_unknown_method_gets_a_suggestion(graph: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        graph.q.engagement()
    assert "engagements" in (caught.value.hint or "")
    assert not hasattr(graph.q, "__wrapped__")


def test_a_method_gives_tables_only(graph: Graph) -> None:
    with pytest.raises(UsageError, match="'any-concert' gives no table"):
        graph.q.any_concert()
    assert graph.ask("any-concert", {}) is True


def test_find_keeps_to_a_class(graph: Graph) -> None:
    assert [hit.name for hit in graph.find("harbour", cls="Group")] == ["Harbour Brass", "Harbour Strings"]
    assert graph.find("harbour", cls="ex:Person") == []
    with pytest.raises(UsageError, match="nothing is called 'Grup'"):
        graph.find("harbour", cls="Grup")


def test_path_takes_names(graph: Graph) -> None:
    (way,) = graph.path("Ben Field", "cleo müller")
    assert [step.end.value.removeprefix(ID) for step in way] == ["concert-opening", "person-cleo"]


def test_check_of_a_missing_file_is_an_error(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        graph.check([tmp_path / "none.ttl"])


def test_check_of_the_project(graph: Graph) -> None:
    assert graph.check().ok


def test_rdflib_gets_each_triple_once_with_literals_as_written(graph: Graph) -> None:
    there = graph.to_rdflib()
    assert len(there) == graph.dataset.triples
    assert "12.50" in {str(value) for value in there.objects()}


def test_export_writes_a_file(graph: Graph, tmp_path: Path) -> None:
    target = graph.export(tmp_path / "graph.nt")
    assert target == tmp_path / "graph.nt"
    assert target.read_text().count("\n") >= graph.dataset.triples


def test_what_a_prompt_shows_fits_a_line_or_two(graph: Graph) -> None:
    shown = {
        repr(graph.project),
        repr(graph.queries.get("engagements")),
        repr(graph.q.engagements()),
        repr(graph.q.engagements().receipts()[0]),
        repr(graph["Ada Brook"]),
        repr(graph.why("id:engagement-ada-strings", "ex:engages", "Ada Brook")),
        repr(kgtools.validate(graph)),
        repr(graph.remove("Ada Brook", dry_run=True)),
    }
    assert len(shown) == 8
    assert max(map(len, shown)) < 300
    assert "<Entity Ada Brook (Person): 4 facts, 2 references>" in shown
