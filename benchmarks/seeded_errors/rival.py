"""pySHACL alone, on the same mistakes.

pySHACL takes minutes for the whole project. So the clean project is parsed once by rdflib; for each
mistake the changed triples are exchanged, and pySHACL judges the nodes they touch and their neighbours.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

import pyshacl
import rdflib
from rdflib import SH, Graph, URIRef

if TYPE_CHECKING:
    from pathlib import Path

Triple = tuple[rdflib.Node, rdflib.Node, rdflib.Node]
_RESULT = (SH.focusNode, SH.sourceConstraintComponent, SH.sourceShape, SH.resultPath, SH.value)


class Rival:
    """The project in rdflib, and the verdicts of pySHACL on nodes of it."""

    def __init__(self, root: Path) -> None:
        logging.getLogger("rdflib").setLevel(logging.CRITICAL)
        self.facts, self.shapes = Graph(), Graph()
        for path in sorted((root / "ontology" / "shapes").rglob("*.ttl")):
            self.shapes.parse(path)
        for path in sorted((*root.glob("ontology/*.ttl"), *root.glob("data/**/*.ttl"))):
            self.facts.parse(path)

    @property
    def method(self) -> str:
        """How the column came about."""
        return (
            f"pySHACL {pyshacl.__version__} on rdflib {rdflib.__version__}: all facts loaded, judging"
            " the subjects of the changed triples and their neighbours; a file rdflib refuses counts as found"
        )

    def detects(self, clean: bytes, changed: bytes) -> bool:
        """Return whether a change of one file makes pySHACL report anything new, or rdflib refuse it."""
        try:
            new = set(Graph().parse(data=changed, format="turtle"))
        except Exception:  # noqa: BLE001 - rdflib raises its own error, UnicodeDecodeError, IndexError ...
            return True
        old = set(Graph().parse(data=clean, format="turtle"))
        gone, come = old - new, new - old
        nodes = self._concerned(gone | come)
        self._exchange(gone, come)
        try:
            nodes |= self._concerned(gone | come)
            after = self._judge(nodes)
        finally:
            self._exchange(come, gone)
        return bool(after - self._judge(nodes))

    def _exchange(self, gone: set[Triple], come: set[Triple]) -> None:
        for triple in gone:
            self.facts.remove(triple)
        for triple in come:
            self.facts.add(triple)

    def _concerned(self, triples: set[Triple]) -> set[URIRef]:
        """Return the subjects of triples and what is one step away from them."""
        subjects = {triple[0] for triple in triples}
        near = {s for subject in subjects for s in self.facts.subjects(None, subject)}
        far = {triple[2] for triple in triples}
        return {node for node in subjects | near | far if isinstance(node, URIRef)}

    def _judge(self, nodes: set[URIRef]) -> set[tuple[rdflib.Node | None, ...]]:
        described = [node for node in sorted(nodes) if (node, None, None) in self.facts]
        if not described:
            return set()
        with contextlib.redirect_stderr(None):
            _, report, _ = pyshacl.validate(
                self.facts, shacl_graph=self.shapes, focus_nodes=described, inplace=True, advanced=False
            )
        return {
            tuple(report.value(result, part) for part in _RESULT)
            for result in report.objects(None, SH.result)
        }
