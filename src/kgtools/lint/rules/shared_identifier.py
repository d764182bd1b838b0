"""KG403: two things with one identifier that stands for a single thing elsewhere."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, RDF, SKOS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term

CODE: Final = "KG403"
_SAME: Final = (SKOS["exactMatch"], OWL["sameAs"])


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each thing that shares a value of a property that identifies.

    These are ``skos:exactMatch``, ``owl:sameAs`` to things elsewhere, and what the ontology declares an
    ``owl:InverseFunctionalProperty``.
    """
    kinds = context.ontology.using(RDF["type"])
    declared = [f.subject for f in kinds if f.object == OWL["InverseFunctionalProperty"]]
    identifying = [*_SAME, *(node for node in declared if isinstance(node, NamedNode))]
    for predicate in dict.fromkeys(identifying):
        holders: defaultdict[Term, list[Fact]] = defaultdict(list)
        for fact in context.data.using(predicate):
            if predicate not in _SAME or not context.is_own(fact.object):
                holders[fact.object].append(fact)
        for first, *others in holders.values():
            for other in others:
                if other.subject != first.subject:
                    message = f"{context.show(first.subject)} has this identifier too"
                    related = (Related(first.object_span, "the same identifier"),)
                    cure = "correct one of them, or merge the two things"
                    yield about(
                        context, CODE, message, other, other.object_span, advice=Advice(cure), related=related
                    )
