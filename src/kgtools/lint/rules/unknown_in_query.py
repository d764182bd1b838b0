"""KG651: a name in a rule file or a check that nothing describes, so that it finds nothing.

``kg queries lint`` says the same of named queries.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Span
from kgtools.errors import KgError
from kgtools.lint.finding import finding
from kgtools.sparql.tokens import place, tokens
from kgtools.terms import NamedNode, Prefixes, is_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.sparql.tokens import Token

CODE: Final = "KG651"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each name of the project's own that no file describes; each text is read once."""
    project = context.project
    for path in (*project.rule_files, *sorted((project.queries / "checks").glob("*.rq"))):
        try:
            text = project.read(path).decode()
            named = list(_named(text))
        except (KgError, UnicodeDecodeError):
            continue  # what reads the file says so
        for token, term in named:
            if _is_unknown(context, term):
                (_, *start), (_, *end) = (place(text, token.start + size) for size in (0, len(token.text)))
                span = Span(project.relative(path), *start, *end)
                cure = context.suggestions.words(context.suggestions.term(term))
                yield finding(CODE, f"'{token.text}' is described nowhere", span, cure=cure)


def _named(text: str) -> Iterator[tuple[Token, NamedNode]]:
    """Yield each IRI of a query that is no namespace of a prefix, with its token."""
    found = tokens(text)
    prefixes: dict[str, str] = {}
    for before, token in pairwise(found):
        if before.is_word("PREFIX"):
            continue
        if before.kind == "name" and before.text.endswith(":") and token.kind == "iri":
            prefixes.setdefault(before.text[:-1], token.text[1:-1])
            continue
        iri = token.text[1:-1] if token.kind == "iri" else Prefixes(prefixes).expand(token.text)
        if iri and token.kind in {"iri", "name"} and is_iri(iri):
            yield token, NamedNode(iri)


def _is_unknown(context: Context, term: NamedNode) -> bool:
    is_ours = context.vocabulary.defines(term) or context.is_own(term)
    return is_ours and not context.is_described(term) and not context.is_derived(term)
