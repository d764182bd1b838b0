"""Any small graph exports, reopens and keeps its counts; the order of the input never shows."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kgtools import project
from kgtools.dataset import Dataset
from kgtools.errors import WriteError
from kgtools.export import Format, project_graph, render
from kgtools.export.options import Options
from kgtools.terms import DCTERMS, RDF, SKOS, XSD, BlankNode, Literal, NamedNode, Triple

from .conftest import GARDEN
from .test_graphs import READERS, edges, nodes, read_edges, read_nodes
from .test_rdf import DATASETS, GRAPHS, canonical

EX = "https://garden.example/ns#"
ID = "https://garden.example/id/"

things = st.sampled_from("abcde").map(lambda name: NamedNode(ID + name))
odd = st.sampled_from(
    ["urn:x", "http://odd.example/%20?q#f", "https://garden.example/id/한", "id:a", ID + "a.b."]
)
blanks = st.sampled_from("xyz").map(BlankNode)
subjects = st.one_of(things, things, odd.map(NamedNode), blanks)
classes = st.sampled_from(["Person", "Club", "Membership", "Loan", "Claim", "Document", "Undeclared"]).map(
    lambda name: NamedNode(EX + name)
)
roles = st.sampled_from(
    [
        *(
            EX + name
            for name in ("member", "group", "lender", "item", "knows", "claimant", "asserts", "kind")
        ),
        DCTERMS + "source",
        EX + "속성",
        RDF + "first",
        RDF + "rest",
    ]
).map(NamedNode)
properties = st.sampled_from(
    [*(EX + name for name in ("from", "until", "on", "lastDay", "note", "type")), SKOS + "prefLabel"]
).map(NamedNode)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
literals = st.one_of(
    texts.map(Literal),
    st.builds(Literal, texts, language=st.sampled_from(["en", "ko", "ar"])),
    st.builds(
        Literal,
        st.sampled_from(
            ["1.50", "01", "-0043", "2020-02", "2020-02-30", "2021-03-01", "true", "NaN", "1e400", "x"]
        ),
        datatype=st.sampled_from(
            ["decimal", "integer", "gYear", "gYearMonth", "date", "boolean", "double"]
        ).map(lambda name: XSD[name]),
    ),
)
status = st.sampled_from(["accepted", "claimed", "rejected"]).map(lambda name: NamedNode(EX + name))
triples = st.one_of(
    st.builds(Triple, subjects, st.just(RDF["type"]), classes),
    st.builds(Triple, subjects, roles, subjects),
    st.builds(Triple, subjects, properties, literals),
    st.builds(Triple, subjects, st.just(NamedNode(EX + "status")), status),
)
graphs = st.lists(triples, max_size=25)
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planted(found: list[Triple], folder: str) -> Dataset:
    root = Path(folder)
    shutil.copy(GARDEN / "kg.toml", root)
    shutil.copytree(GARDEN / "ontology", root / "ontology", dirs_exist_ok=True)
    (root / "data").mkdir(exist_ok=True)
    (root / "data" / "facts.nt").write_text("".join(f"{triple} .\n" for triple in found), "utf-8")
    return Dataset(project.load(root))


@thorough
@given(graphs)
def test_rdf_formats_give_back_the_graph(found: list[Triple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dataset = planted(found, folder)
        expected = canonical(parse(render(dataset, Format.NT), RdfFormat.N_TRIPLES))
        for form, syntax in GRAPHS.items():
            assert canonical(parse(render(dataset, form), syntax)) == expected
        for form, syntax in DATASETS.items():
            back = list(parse(render(dataset, form), syntax))
            assert len({(q.subject, q.predicate, q.object) for q in back}) == len(expected)
    own = [triple for triple in set(found) if isinstance(triple.subject, NamedNode)]
    own = [triple for triple in own if not isinstance(triple.object, BlankNode)]
    assert {(q.subject, q.predicate, q.object) for q in expected} >= {
        (t.subject, t.predicate, t.object) for t in own
    }


@thorough
@given(graphs)
def test_rdfxml_is_well_formed_and_holds_the_graph(found: list[Triple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dataset = planted(found, folder)
        try:
            text = render(dataset, Format.RDFXML)
        except WriteError:
            assume(False)  # noqa: FBT003 - it refuses what XML cannot hold
        count = len(list(parse(render(dataset, Format.NT), RdfFormat.N_TRIPLES)))
        assert len(list(parse(text, RdfFormat.RDF_XML))) >= count


@thorough
@given(graphs)
def test_graph_formats_keep_nodes_edges_and_counts(found: list[Triple]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        dataset = planted(found, folder)
        graph = project_graph(dataset, Options())
        expected = len(list(parse(render(dataset, Format.NT), RdfFormat.N_TRIPLES)))
        assert graph.counts.total == expected
        for form, read in READERS.items():
            back = read(render(dataset, form))
            assert _shown(read_nodes(back)) == _shown(nodes(graph))
            assert read_edges(back) == edges(graph)


def _shown(found: dict[str, tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    """Return what XML can hold of the values."""
    from kgtools.export.markup import ILLEGAL

    return {name: tuple(ILLEGAL.sub("\ufffd", text or "") for text in row) for name, row in found.items()}


@thorough
@given(graphs.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_the_input_never_shows(pair: tuple[list[Triple], list[Triple]]) -> None:
    made = []
    for found in pair:
        with tempfile.TemporaryDirectory() as folder:
            dataset = planted(found, folder)
            # The page tells the lines, which are the order of the input.
            made.append([_bytes_or_refusal(dataset, form) for form in Format if form is not Format.HTML])
    assert made[0] == made[1]


def _bytes_or_refusal(dataset: Dataset, form: Format) -> bytes | None:
    try:
        return render(dataset, form)
    except WriteError:
        return None


@pytest.mark.parametrize("form", Format)
def test_two_runs_give_the_same_bytes(form: Format) -> None:
    assert render(Dataset(project.load(GARDEN)), form) == render(Dataset(project.load(GARDEN)), form)
