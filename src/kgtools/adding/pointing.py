"""Findings about a change at places that people know: in what was given, and in the files as they are.

What is judged are drafts of files, which nobody has seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from kgtools.adding.blame import Blame
from kgtools.adding.offer import Where, plain
from kgtools.diagnostics import Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgtools.adding.offer import Offer
    from kgtools.diagnostics import Diagnostic, Fix, Span
    from kgtools.lint.file import Fact, File
    from kgtools.project import Project
    from kgtools.terms import Quad

_Term: TypeAlias = "tuple[Quad, int]"
"""A fact, and which of its three terms."""

_SUBJECT, _PREDICATE, _OBJECT = range(3)
_BESIDE: Final = "judged together with this"


class Pointer:
    """Moves findings from drafts to what was given.

    Args:
        project: How terms are shown.
        offers: What was given.
        facts: The facts that the findings may be about.
        before: The files that have drafts, as they are, by name.
        drafts: The drafts, by name.
    """

    def __init__(
        self,
        project: Project,
        offers: Iterable[Offer],
        facts: Iterable[Quad],
        before: Mapping[str, File],
        drafts: Mapping[str, File],
    ) -> None:
        self._show = project.prefixes.show
        self._given = {fact: where for offer in offers for fact, where in offer.places.items()}
        self._names = {where.subject.file for where in self._given.values()}
        self._blame = Blame(facts)
        self._before = {plain(fact.quad): fact for file in before.values() for fact in file.facts}
        self._drafts = drafts
        self._tokens: dict[str, dict[Span, _Term]] = {}

    def pointed(self, finding: Diagnostic) -> Diagnostic:
        """Return a finding at the fact that was given and is to blame, else where it is in the files."""
        span = self._moved(finding.span)
        related = [Related(self._moved(each.span) or each.span, each.message) for each in finding.related]
        if span is None or span.file not in self._names:
            given = self._to_blame(finding)
            if given and span and span.line:
                related.append(Related(span, _BESIDE))
            span = given or span
        others = tuple(dict.fromkeys(each for each in related if each.span != span))
        return replace(finding, span=span, related=others, fixes=tuple(self._fixes(finding)))

    def _moved(self, span: Span | None) -> Span | None:
        """Return where a token of a draft stands for who gave it, or in the file as it is."""
        if span is None or span.file not in self._drafts or not span.line:
            return span
        token = self._in_draft(span.file).get(span)
        return (token and self._place(*token)) or replace(
            span, line=None, column=None, end_line=None, end_column=None
        )

    def _in_draft(self, name: str) -> dict[Span, _Term]:
        if name not in self._tokens:
            # The subject of several facts stands once: where it was given, that is the place to show.
            facts = sorted(self._drafts[name].facts, key=lambda fact: plain(fact.quad) not in self._given)
            tokens: dict[Span, _Term] = {}
            for fact in facts:
                for number, span in enumerate(_where(fact)):
                    tokens.setdefault(span, (plain(fact.quad), number))
            self._tokens[name] = tokens
        return self._tokens[name]

    def _place(self, fact: Quad, number: int) -> Span | None:
        if fact in self._given:
            return self._given[fact][number]
        return _where(self._before[fact])[number] if fact in self._before else None

    def _to_blame(self, finding: Diagnostic) -> Span | None:
        """Return the token of the first fact that was given and is to blame: its object, else its subject."""
        facts = [fact for fact in self._blame.of(finding) if fact in self._given]
        exact = [fact for fact in facts if self._show(fact.predicate) == finding.path]
        fact = next(iter(exact or facts), None)
        if fact is None:
            return None
        names_it = finding.focus_node == fact.object
        return self._given[fact][_OBJECT if exact or names_it else _SUBJECT]

    def _fixes(self, finding: Diagnostic) -> Iterator[Fix]:
        """Yield the edits that fit what was given, or a file as it is."""
        for fix in finding.fixes:
            span = self._moved(fix.span)
            if span and span.line:
                yield replace(fix, span=span)


def _where(fact: Fact) -> Where:
    return Where(fact.subject_span, fact.predicate_span, fact.object_span)
