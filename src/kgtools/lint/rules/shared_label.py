"""KG751: two terms of one kind that people cannot tell apart by label or definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.declared import DEFINITIONS
from kgtools.lint.finding import Advice, about
from kgtools.terms import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.declared import Declared
    from kgtools.lint.file import Fact

CODE: Final = "KG751"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each label or definition that an earlier term of the same kind has too.

    Codes are compared within their list: "absent" may stand in two of them.
    """
    roles = (("label", context.project.roles.label), ("definition", DEFINITIONS))
    for word, properties in roles:
        first: dict[tuple[object, ...], tuple[Declared, Fact]] = {}
        for term in context.declared.terms:
            lists = tuple(sorted(map(str, context.ontology.values(term.node, SKOS["inScheme"]))))
            for fact, text in context.declared.texts(term.node, properties):
                key = (term.kind, lists, " ".join(text.value.casefold().split()), text.language)
                other, earlier = first.setdefault(key, (term, fact))
                if other.node != term.node:
                    message = f"{context.show(term.node)} has the {word} of {context.show(other.node)}"
                    related = (Related(earlier.object_span, "the other one"),)
                    advice = Advice(f"give it a {word} that tells the two apart, or merge them")
                    yield about(
                        context, CODE, message, fact, fact.object_span, advice=advice, related=related
                    )
