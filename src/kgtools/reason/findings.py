"""What inference found wrong, as findings."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kgtools.diagnostics import Diagnostic, Related, Severity, Span
from kgtools.terms import BlankNode, Literal, NamedNode, Prefixes, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kgtools.reason.compile import Program
    from kgtools.reason.cursor import RuleError
    from kgtools.reason.dl import Verdict
    from kgtools.reason.justification import Justification
    from kgtools.reason.model import Outside
    from kgtools.reason.proof import Proof
    from kgtools.reason.reasoner import Clash, Reasoner
    from kgtools.terms import Term

MOST = 100
"""How many contradictions are reported one by one."""
SHOWN = 30
"""How many of the triples behind one contradiction are named."""


def findings(
    reasoner: Reasoner,
    prefixes: Prefixes | None = None,
    *,
    locate: Callable[[Triple], Span | None] | None = None,
    merge: bool = False,
) -> Iterator[Diagnostic]:
    """Yield KG701, KG702 and KG706: contradictions, names forced to be one, literals out of range.

    Args:
        reasoner: After inference.
        prefixes: How terms are shown.
        locate: Where an asserted triple stands.
        merge: Equal names were asked for, so they are no finding.
    """
    writer = _Writer(prefixes or Prefixes(), locate)
    clashes = reasoner.clashes()
    yield from (writer.clash(clash) for clash in islice(clashes, MOST))
    more = sum(1 for _ in clashes)
    if more:
        yield Diagnostic("KG701", Severity.ERROR, f"{more:,} more contradictions of these kinds")
    if not merge:
        yield from (writer.equal(*pair) for pair in reasoner.equal())


def profile(
    program: Program,
    *,
    strict: bool = False,
    locate: Callable[[Triple], Span | None] | None = None,
) -> Iterator[Diagnostic]:
    """Yield KG703: axioms, or directions of them, that inference with rules does not see.

    Args:
        program: What was compiled.
        strict: The ontology promises to stay inside OWL 2 RL, so each is an error.
        locate: Where an asserted triple stands.
    """
    for outside in program.outside:
        yield _outside(outside, strict=strict, locate=locate)


def judged(
    verdict: Verdict,
    prefixes: Prefixes | None = None,
    *,
    locate: Callable[[Triple], Span | None] | None = None,
) -> Iterator[Diagnostic]:
    """Yield KG701 and KG705: what a description logic reasoner found inconsistent or unsatisfiable.

    Args:
        verdict: What it said.
        prefixes: How terms are shown.
        locate: Where an asserted triple stands.
    """
    writer = _Writer(prefixes or Prefixes(), locate)
    for about, why in verdict.justifications:
        yield writer.justified(about, why)
    for text in verdict.incomplete:
        yield Diagnostic("KG701", Severity.WARNING, text, help="allow more time")
    if verdict.ignored:
        names = ", ".join(writer.show(NamedNode(iri)) for iri in verdict.ignored)
        yield Diagnostic("KG701", Severity.NOTE, f"values of {names} are outside OWL 2 and were not judged")


def refused(error: RuleError) -> Diagnostic:
    """Return KG704 for a rule file that cannot be compiled."""
    place = error.location
    span = None if place is None else Span(place.file, place.line, place.column)
    return Diagnostic("KG704", Severity.ERROR, error.message, span, help=error.hint)


def _outside(outside: Outside, *, strict: bool, locate: Callable[[Triple], Span | None] | None) -> Diagnostic:
    axiom = outside.axiom
    grave = strict or outside.malformed
    cure = "correct the axiom" if outside.malformed else "only a description logic reasoner sees it (--dl)"
    return Diagnostic(
        "KG703",
        Severity.ERROR if grave else Severity.NOTE,
        f"outside OWL 2 RL: {outside.text}: {outside.reason}",
        locate(Triple(axiom.subject, axiom.predicate, axiom.object)) if locate else None,
        focus_node=axiom.subject if isinstance(axiom.subject, NamedNode | BlankNode) else None,
        help=cure,
    )


class _Writer:
    """Writes findings with the prefixes and places of one project."""

    def __init__(self, prefixes: Prefixes, locate: Callable[[Triple], Span | None] | None) -> None:
        self.show = prefixes.show
        self._locate = locate or (lambda _: None)

    def clash(self, clash: Clash) -> Diagnostic:
        code = clash.rule.clash
        about = ", ".join(map(self.show, clash.terms))
        what = "a literal outside the declared range" if code == "KG706" else "a contradiction"
        return self._with_leaves(
            Diagnostic(
                code,
                Severity.ERROR,
                f"{what} about {about}: {clash.rule.origin.text}",
                focus_node=_resource(clash.terms[0]),
                value=clash.terms[-1] if len(clash.terms) > 1 else None,
                help=f"correct one of: {self._facts(_leaves(clash.premises))}",
            ),
            clash.premises,
        )

    def equal(self, first: Term, second: Term, proof: Proof) -> Diagnostic:
        names = f"{self.show(first)} and {self.show(second)}"
        if proof.rule is None:
            text, severity = f"{names} are stated to be the same; it is not followed", Severity.WARNING
        else:
            text, severity = f"{names} are forced to be the same: {proof.rule.origin.text}", Severity.ERROR
        cure = "names are unique: correct a fact, or ask for --merge"
        found = Diagnostic("KG702", severity, text, focus_node=_resource(first), value=second, help=cure)
        return self._with_leaves(found, (proof,))

    def justified(self, about: NamedNode | None, why: Justification) -> Diagnostic:
        triples = [triple for triple in why.triples if not isinstance(triple.subject, BlankNode)]
        known = "the smallest set that does so" if why.is_minimal else "among"
        text = "ontology and facts contradict each other"
        if about is not None:
            text = f"{self.show(about)} can have no instance"
        cure = f"correct one of ({known}): {self._facts(triples)}"
        code = "KG701" if about is None else "KG705"
        return self._placed(Diagnostic(code, Severity.ERROR, text, focus_node=about, help=cure), triples)

    def _with_leaves(self, found: Diagnostic, premises: tuple[Proof, ...]) -> Diagnostic:
        return self._placed(found, _leaves(premises))

    def _placed(self, found: Diagnostic, facts: Sequence[Triple]) -> Diagnostic:
        spans = [(fact, self._locate(fact)) for fact in facts[:SHOWN]]
        related = tuple(Related(span, self._fact(fact)) for fact, span in spans if span is not None)
        if not related:
            return found
        return Diagnostic(
            found.code,
            found.severity,
            found.message,
            related[0].span,
            focus_node=found.focus_node,
            value=found.value,
            help=found.help,
            related=related,
        )

    def _facts(self, facts: Sequence[Triple]) -> str:
        more = [f"{len(facts) - SHOWN:,} more"] if len(facts) > SHOWN else []
        return "; ".join([*map(self._fact, facts[:SHOWN]), *more])

    def _fact(self, fact: Triple) -> str:
        terms = (fact.subject, fact.predicate, fact.object)
        return " ".join("[...]" if isinstance(term, BlankNode) else self.show(term) for term in terms)


def _leaves(premises: tuple[Proof, ...]) -> tuple[Triple, ...]:
    return tuple(dict.fromkeys(leaf for premise in premises for leaf in premise.leaves()))


def _resource(term: Term) -> Term | None:
    return None if isinstance(term, Literal) else term
