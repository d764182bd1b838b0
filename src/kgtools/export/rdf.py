"""Turtle, TriG, N-Triples and N-Quads, as W3C recommended them in 2014."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from kgtools.export.compact import Compact
from kgtools.export.triples import lines, quads, triples
from kgtools.terms import RDF, XSD, BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.dataset import Dataset
    from kgtools.export.options import Options
    from kgtools.export.triples import Statement
    from kgtools.terms import Term

# Numbers and truth values that Turtle takes bare, with the datatype it then gives them.
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
# What comes first in a block; the rest is alphabetical.
_FIRST = {"a": 0, "skos:prefLabel": 1, "rdfs:label": 1, "skos:altLabel": 2, "sh:order": 3}


def turtle(dataset: Dataset, options: Options) -> str:
    """Return the triples of all files as Turtle: one block per subject, sorted."""
    writer = _Writer(Compact(dataset.project.prefixes))
    blocks = writer.blocks(triples(dataset, derived=options.derived))
    return "\n".join([*writer.header(), *blocks])


def trig(dataset: Dataset, options: Options) -> str:
    """Return the quads as TriG: one named graph per file."""
    writer = _Writer(Compact(dataset.project.prefixes))
    found = quads(dataset, derived=options.derived)
    graphs = []
    for name, group in groupby(found, key=lambda each: each.graph):
        blocks = "\n".join(writer.blocks(group))
        graphs.append(f"{writer.term(name)} {{\n{blocks}}}\n" if name else blocks)
    return "\n".join([*writer.header(), *graphs])


def ntriples(dataset: Dataset, options: Options) -> str:
    """Return the triples of all files as N-Triples, lines sorted."""
    return lines(triples(dataset, derived=options.derived))


def nquads(dataset: Dataset, options: Options) -> str:
    """Return the quads as N-Quads, one graph per file, lines sorted."""
    return lines(quads(dataset, derived=options.derived))


class _Writer:
    """Writes sorted statements in the Turtle style of the project's files."""

    def __init__(self, compact: Compact) -> None:
        self._compact = compact

    def header(self) -> list[str]:
        """Return the prefixes used so far, one line each, with an empty line after them."""
        lines = [f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in self._compact.used.items()]
        return ["".join(lines)] if lines else []

    def blocks(self, statements: Iterable[Statement]) -> list[str]:
        """Return one block per subject."""
        found = []
        for subject, group in groupby(statements, key=lambda each: each.subject):
            pairs = sorted((self._predicate(each.predicate), self.term(each.object)) for each in group)
            body = "".join(f"    {predicate} {value} ;\n" for (_, predicate), value in pairs)
            found.append(f"{self.term(subject)}\n{body}.\n")
        return found

    def _predicate(self, predicate: NamedNode) -> tuple[int, str]:
        """Return the place of a predicate in its block, and its text."""
        text = "a" if predicate == RDF["type"] else self.term(predicate)
        return _FIRST.get(text, len(_FIRST)), text

    def term(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            return self._compact(term.value) or str(term)
        if isinstance(term, BlankNode) or term.language:
            return str(term)
        datatype = term.datatype.value
        if datatype == XSD + "string":
            return str(term)
        bare = _BARE.get(datatype)
        if bare and bare.fullmatch(term.value):
            return term.value
        return f"{Literal(term.value)}^^{self.term(term.datatype)}"
