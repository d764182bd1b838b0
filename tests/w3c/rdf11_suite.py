"""The RDF 1.1 suites of the W3C for the four text formats, read through their manifests."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from kgtools.terms import RDF, Namespace
from kgtools.turtle.located import Format

if TYPE_CHECKING:
    from collections.abc import Iterable

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
FOLDERS = {
    "rdf-turtle": Format.TURTLE,
    "rdf-trig": Format.TRIG,
    "rdf-n-triples": Format.N_TRIPLES,
    "rdf-n-quads": Format.N_QUADS,
}
SIZES = {"rdf-turtle": 313, "rdf-trig": 356, "rdf-n-triples": 70, "rdf-n-quads": 87}
RDF_FORMATS = {
    Format.TURTLE: RdfFormat.TURTLE,
    Format.TRIG: RdfFormat.TRIG,
    Format.N_TRIPLES: RdfFormat.N_TRIPLES,
    Format.N_QUADS: RdfFormat.N_QUADS,
}
SKIP_REASON = "KGTOOLS_W3C does not name a folder with the W3C suites (https://github.com/w3c/rdf-tests)"


@dataclass(frozen=True, slots=True)
class Case:
    """One entry of a manifest; ``result`` is the expected graph, where one is given."""

    name: str
    kind: str
    syntax: Format
    base: str
    action: Path
    result: Path | None

    @property
    def is_negative(self) -> bool:
        return "Negative" in self.kind

    @property
    def text(self) -> str:
        return self.action.read_bytes().decode()


def is_available() -> bool:
    return "KGTOOLS_W3C" in os.environ


def cases() -> list[Case]:
    """Return all entries; nothing where the suites are not announced, an error where they are missing."""
    if not is_available():
        return []
    root = Path(os.environ["KGTOOLS_W3C"]) / "rdf11"
    return [case for folder in FOLDERS for case in _entries(root / folder)]


def _entries(folder: Path) -> list[Case]:
    base = f"https://w3c.github.io/rdf-tests/rdf/rdf11/{folder.name}/"
    quads = list(parse(path=folder / "manifest.ttl", base_iri=base + "manifest.ttl"))

    def values(predicate: NamedNode) -> dict[NamedNode, str]:
        return {quad.subject: quad.object.value for quad in quads if quad.predicate == predicate}

    kinds, actions, results = values(RDF["type"]), values(MF["action"]), values(MF["result"])
    return [
        Case(
            f"{folder.name}/{entry.value.partition('#')[2]}",
            kinds[entry].rpartition("#")[2],
            FOLDERS[folder.name],
            action,
            folder / action.removeprefix(base),
            folder / results[entry].removeprefix(base) if entry in results else None,
        )
        for entry, action in actions.items()
    ]


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    """Return quads with canonical blank node labels."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)
