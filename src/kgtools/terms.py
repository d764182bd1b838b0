"""RDF terms, the namespaces every project knows, and prefixed names.

Terms are pyoxigraph's own classes; this module adds names for the common ones
and the translation between an IRI and its compact form (CURIE).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any, Protocol, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

__all__ = [
    "DCTERMS",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SH",
    "SKOS",
    "WELL_KNOWN",
    "XSD",
    "AnyTerm",
    "BlankNode",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Namespace",
    "Prefixes",
    "Quad",
    "Subject",
    "Term",
    "Triple",
    "TripleLike",
    "is_iri",
    "local_name",
]

Subject: TypeAlias = NamedNode | BlankNode
Term: TypeAlias = NamedNode | BlankNode | Literal
# What pyoxigraph's signatures say. The gate refuses RDF 1.2, so a Triple never is a term here.
AnyTerm: TypeAlias = Term | Triple


class TripleLike(Protocol):
    """Whatever has the parts of a triple: a quad, a triple, a triple with its place."""

    @property
    def subject(self) -> Any:
        """The subject, a :data:`Subject`."""

    @property
    def predicate(self) -> NamedNode:
        """The predicate."""

    @property
    def object(self) -> Any:
        """The object, a :data:`Term`."""


class Namespace(str):
    """An IRI that other IRIs begin with; ``RDF["type"]`` is the term in it.

    Example:
        >>> RDF["type"]
        <NamedNode value=http://www.w3.org/1999/02/22-rdf-syntax-ns#type>
    """

    __slots__ = ()

    def __getitem__(self, name: str) -> NamedNode:  # type: ignore[override]
        return NamedNode(str.__add__(self, name))


RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
VOID = Namespace("http://rdfs.org/ns/void#")
SH = Namespace("http://www.w3.org/ns/shacl#")
PROV = Namespace("http://www.w3.org/ns/prov#")

WELL_KNOWN: Mapping[str, str] = {
    "dcterms": DCTERMS,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}

# The part of PN_LOCAL (Turtle 1.1) that needs no escape. Names outside it stay full IRIs.
_LOCAL = re.compile(r"(?:[\w](?:[\w.-]*[\w-])?)?", re.UNICODE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def local_name(iri: str) -> str:
    """Return what follows the last ``#``, ``/`` or ``:`` of an IRI.

    Example:
        >>> local_name("http://www.w3.org/2004/02/skos/core#prefLabel")
        'prefLabel'
    """
    return re.split(r"[#/:]", iri.rstrip("#/"))[-1]


def is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI (RFC 3987).

    Example:
        >>> is_iri("https://example.org/id/"), is_iri("id/"), is_iri("https://two words/")
        (True, False, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


class Prefixes(Mapping[str, str]):
    """A prefix table: a mapping from prefix to namespace IRI, well-known ones included.

    Args:
        declared: A project's own prefixes; they win over the well-known ones.

    Example:
        >>> table = Prefixes({"ex": "https://example.org/"})
        >>> table.compress("https://example.org/a")
        'ex:a'
        >>> table.expand("ex:a")
        'https://example.org/a'
    """

    def __init__(self, declared: Mapping[str, str] | None = None) -> None:
        self._table = {**WELL_KNOWN, **(declared or {})}
        # The longest namespace wins when one is the beginning of another.
        self._by_length = sorted(self._table.items(), key=lambda item: -len(item[1]))

    def __getitem__(self, prefix: str) -> str:
        return self._table[prefix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def only(self, prefixes: Container[str]) -> Prefixes:
        """Return the part of the table with the given prefixes, without the well-known others.

        Example:
            >>> list(Prefixes({"ex": "https://example.org/"}).only({"ex", "skos"}))
            ['skos', 'ex']
        """
        part = Prefixes()
        part._table = {prefix: iri for prefix, iri in self._table.items() if prefix in prefixes}
        part._by_length = [item for item in self._by_length if item[0] in prefixes]
        return part

    def compress(self, iri: str) -> str | None:
        """Return the CURIE of an IRI, or None where no prefix fits."""
        for prefix, namespace in self._by_length:
            if iri.startswith(namespace):
                rest = iri[len(namespace) :]
                return f"{prefix}:{rest}" if _LOCAL.fullmatch(rest) else None
        return None

    def expand(self, name: str) -> str | None:
        """Return the IRI that a CURIE stands for, or None where the prefix is unknown."""
        prefix, colon, rest = name.partition(":")
        if not colon or prefix not in self._table or rest.startswith("//"):
            return None
        return self._table[prefix] + rest

    def resolve(self, name: str) -> str | None:
        """Return the IRI of ``<iri>``, an absolute IRI or a CURIE; None where it is none of them."""
        if name.startswith("<") and name.endswith(">"):
            return name[1:-1]
        return self.expand(name) or (name if _SCHEME.match(name) and "/" in name else None)

    def show(self, term: AnyTerm) -> str:
        """Return a term as a person writes it: CURIE or ``<IRI>``, or the literal in Turtle."""
        if isinstance(term, NamedNode):
            return self.compress(term.value) or f"<{term.value}>"
        if isinstance(term, Literal) and not term.language and term.datatype.value != XSD + "string":
            datatype = self.compress(term.datatype.value)
            if datatype:
                return f"{Literal(term.value)}^^{datatype}"
        return str(term)
