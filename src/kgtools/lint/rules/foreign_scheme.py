"""KG010: an IRI that no engine should be asked to keep or to follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import about
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import File
    from kgtools.terms import Term

CODE: Final = "KG010"
_SCHEMES: Final = ("http:", "https:", "urn:", "mailto:")
_OTHER: Final = re.compile(r"<(?!https?:|urn:|mailto:)", re.IGNORECASE)
_LONGEST: Final = 2048


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each IRI with another scheme than http, https, urn and mailto, or too long.

    Once for each file, where it first stands in it.
    """
    for file in context.files:
        if _is_plain(file):
            continue
        seen: set[Term] = set()
        for fact in file.facts:
            quad = fact.quad
            for term, at in (
                (quad.subject, quad.subject_at),
                (quad.predicate, quad.predicate_at),
                (quad.object, quad.object_at),
            ):
                if isinstance(term, NamedNode) and term not in seen:
                    seen.add(term)
                    if problem := _problem(term.value):
                        yield about(context, CODE, problem, fact, file.span(at))


def _is_plain(file: File) -> bool:
    """Return whether a look at the text tells that nothing is wrong: most files need no other."""
    if file.syntax is None or _OTHER.search(file.text):
        return False
    # An IRI is no longer than the line it stands on with the namespace of its prefix.
    namespaces = (len(declared.namespace) for declared in file.declarations)
    return max(map(len, file.text.split("\n"))) + max(namespaces, default=0) <= _LONGEST


def _problem(iri: str) -> str | None:
    if not iri.startswith(_SCHEMES) and not iri.lower().startswith(_SCHEMES):
        return f"IRI scheme `{iri.partition(':')[0][:20]}:` is not one of http, https, urn, mailto"
    if len(iri) > _LONGEST:
        return f"IRI of {len(iri):,} characters; at most {_LONGEST:,} are kept"
    return None
