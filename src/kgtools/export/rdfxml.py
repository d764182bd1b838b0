"""RDF/XML for OWL tools: https://www.w3.org/TR/rdf-syntax-grammar/."""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from kgtools.errors import WriteError
from kgtools.export.markup import DECLARATION, ILLEGAL, escape
from kgtools.export.owl import as_ontology
from kgtools.export.triples import digest, triples
from kgtools.terms import RDF, XSD, BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.dataset import Dataset
    from kgtools.export.options import Options
    from kgtools.export.triples import Statement
    from kgtools.terms import Term

# The longest end of an IRI that is a name without a colon (Namespaces in XML 1.0, NCName).
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL = re.compile(f"[{_START}][{_START}0-9.\xb7\u0300-\u036f\u203f\u2040-]*$")
_PREFIX = re.compile(r"(?![Xx][Mm][Ll])[A-Za-z_][A-Za-z0-9_.-]*")
# Names that RDF/XML keeps for itself (section 5.1).
_RESERVED = frozenset(
    RDF + name
    for name in (
        *("Description", "ID", "RDF", "about", "aboutEach", "aboutEachPrefix", "bagID", "datatype"),
        *("li", "nodeID", "parseType", "resource"),
    )
)


def rdfxml(dataset: Dataset, options: Options) -> str:
    """Return the triples of all files as one OWL document in RDF/XML.

    Its header is the base IRI of the project; what is added and what the headers of the
    files lose is said in :func:`kgtools.export.owl.as_ontology`.

    Raises:
        WriteError: A property whose IRI ends in no XML name, or a literal with a character
            that XML cannot hold.
    """
    project = dataset.project
    stated = triples(dataset, derived=options.derived)
    found = as_ontology(
        stated,
        NamedNode(project.base),
        title=project.title or project.name,
        version=digest(stated),
    )
    ordered = sorted(found, key=attrgetter("line"))
    names = _Names(project.prefixes, {each.predicate for each in ordered})
    blocks = [_block(*block, names) for block in groupby(ordered, key=attrgetter("subject"))]
    namespaces = "".join(f'\n    xmlns:{name}="{escape(iri)}"' for name, iri in names.namespaces)
    return f"{DECLARATION}<rdf:RDF{namespaces}>\n{''.join(blocks)}</rdf:RDF>\n"


class _Names:
    """Qualified names for properties, and the namespaces they need."""

    def __init__(self, prefixes: Mapping[str, str], predicates: Iterable[NamedNode]) -> None:
        self._split = {predicate: _split(predicate) for predicate in predicates}
        known = {
            iri: prefix
            for prefix, iri in reversed(list(prefixes.items()))
            if _PREFIX.fullmatch(prefix) and prefix != "rdf"
        }
        known[RDF] = "rdf"
        used = {RDF, *(namespace for namespace, _ in self._split.values())}
        unknown = sorted(used - known.keys())
        taken = set(known.values())
        fresh = (name for number in range(len(unknown) + len(taken)) if (name := f"ns{number}") not in taken)
        self._prefixes = {**known, **dict(zip(unknown, fresh, strict=False))}
        self.namespaces = sorted((self._prefixes[namespace], namespace) for namespace in used)

    def __getitem__(self, predicate: NamedNode) -> str:
        namespace, local = self._split[predicate]
        return f"{self._prefixes[namespace]}:{local}"


def _split(predicate: NamedNode) -> tuple[str, str]:
    found = _LOCAL.search(predicate.value)
    if found is None or not found.start() or predicate.value in _RESERVED:
        raise WriteError(
            f"RDF/XML cannot hold the property <{predicate.value}>: its IRI ends in no XML name",
            hint="export as ttl, nt or jsonld",
        )
    return predicate.value[: found.start()], found[0]


def _block(subject: Term, group: Iterable[Statement], names: _Names) -> str:
    key = "nodeID" if isinstance(subject, BlankNode) else "about"
    lines = [_line(each, names) for each in group]
    body = "".join(lines)
    return f'  <rdf:Description rdf:{key}="{escape(subject.value)}">\n{body}  </rdf:Description>\n'


def _line(statement: Statement, names: _Names) -> str:
    name, value = names[statement.predicate], statement.object
    if isinstance(value, NamedNode):
        return f'    <{name} rdf:resource="{escape(value.value)}"/>\n'
    if isinstance(value, BlankNode):
        return f'    <{name} rdf:nodeID="{value.value}"/>\n'
    if bad := ILLEGAL.search(value.value):
        raise WriteError(
            f"RDF/XML cannot hold U+{ord(bad[0]):04X}: {statement.predicate} of {statement.subject}",
            hint="remove it, or export as ttl, nt or jsonld",
        )
    kind = ""
    if value.language:
        kind = f' xml:lang="{value.language}"'
    elif value.datatype.value != XSD + "string":
        kind = f' rdf:datatype="{escape(value.datatype.value)}"'
    text = escape(value.value).replace("&quot;", '"').replace("&#10;", "\n").replace("&#9;", "\t")
    return f"    <{name}{kind}>{text}</{name}>\n"
