"""The terms that a text of SPARQL names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from kgtools.terms import Prefixes

_NAMES: Final = re.compile(r"<([^<>\s]+)>|([\w-]*:[\w.-]*\w)")


def names(text: str, prefixes: Prefixes) -> frozenset[NamedNode]:
    """Return the IRIs that a text names, in its header, too; prefixes are those of the project.

    Args:
        text: A query or a rule, which need not be well-formed.
        prefixes: What prefixes stand for; a name with another prefix is left out.

    Example:
        >>> from kgtools.terms import Prefixes
        >>> names("ASK { ?x a skos:Concept }", Prefixes())
        frozenset({<NamedNode value=http://www.w3.org/2004/02/skos/core#Concept>})
    """
    found = set()
    for iri, name in set(_NAMES.findall(text)):
        prefix, _, local = name.partition(":")
        if iri or prefix in prefixes:
            found.add(NamedNode(iri or prefixes[prefix] + local))
    return frozenset(found)
