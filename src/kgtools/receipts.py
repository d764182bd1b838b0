"""Receipts: behind each row of an answer the triples, with file and line, source, status and proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kgtools.diagnostics.text import count
from kgtools.errors import KgError
from kgtools.places import is_same, triple_places
from kgtools.query.receipt import MOST, Evidence, Receipts
from kgtools.terms import Literal, NamedNode, Triple
from kgtools.why import explain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.dataset import Dataset
    from kgtools.diagnostics import Span
    from kgtools.query.run import Result
    from kgtools.terms import Prefixes, Term


@dataclass(frozen=True, slots=True)
class Entry:
    """One triple behind a row, at one place.

    Attributes:
        triple: As the files write it, where they state it.
        span: Where it stands; None where it is stated nowhere.
        sources: The documents that its subject names.
        status: The status of its subject.
        claimants: Who claims it.
        rule: What it follows from, in words; "" where it is stated.
        premises: The stated triples that it follows from.
    """

    triple: Triple
    span: Span | None = None
    sources: tuple[Term, ...] = ()
    status: Term | None = None
    claimants: tuple[Term, ...] = ()
    rule: str = ""
    premises: tuple[Entry, ...] = ()

    def document(self, prefixes: Prefixes) -> dict[str, Any]:
        """Return it as plain values: terms compact, literals as their text."""
        triple = dict(zip("spo", (_shown(term, prefixes) for term in self.triple), strict=True))
        span = self.span
        found: dict[str, Any] = {
            **triple,
            "file": span.file if span else None,
            "line": span.line if span else None,
            "column": span.column if span else None,
            "source": _shown(self.sources[0], prefixes) if self.sources else None,
            "status": _shown(self.status, prefixes) if self.status else None,
            "inferred": bool(self.rule),
        }
        if len(self.sources) > 1:
            found["sources"] = [_shown(source, prefixes) for source in self.sources]
        if self.claimants:
            found["claimants"] = [_shown(claimant, prefixes) for claimant in self.claimants]
        if self.rule:
            found["rule"] = self.rule
            found["premises"] = [premise.document(prefixes) for premise in self.premises]
        return found

    def lines(self, prefixes: Prefixes) -> list[str]:
        """Return it as lines for a person; premises are indented below what follows from them."""
        place = str(self.span.location) if self.span else f"derived by {self.rule}"
        fact = " ".join(prefixes.show(term) for term in self.triple)
        parts = [f"{place}: {fact}"]
        if self.sources:
            parts.append("source " + ", ".join(map(prefixes.show, self.sources)))
        if self.status:
            parts.append(f"status {prefixes.show(self.status)}")
        below = [f"  {line}" for premise in self.premises for line in premise.lines(prefixes)]
        return ["; ".join(parts), *below]


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What stands behind one row.

    Attributes:
        entries: Its triples, once for each file that states them.
        absent: Patterns that must not match; they have no line.
        is_cut: Whether the row rests on more solutions than the first 50.
        is_closed: Whether a sub-query that chose the row is too large to be looked into.
    """

    entries: tuple[Entry, ...]
    absent: tuple[str, ...] = ()
    is_cut: bool = False
    is_closed: bool = False

    def __repr__(self) -> str:
        return f"<Receipt: {count(len(self.entries), 'triple')}{', cut' if self.is_cut else ''}>"

    @property
    def notes(self) -> tuple[str, ...]:
        """What has no line, in words."""
        missing = [f"rests on the absence of {pattern}" for pattern in self.absent]
        chosen = ["was chosen by a sub-query that is too large to be looked into"] if self.is_closed else []
        return (*missing, *chosen, *([f"sums up more rows than the first {MOST}"] if self.is_cut else []))

    @property
    def places(self) -> tuple[str, ...]:
        """``file:line`` of all entries and of the premises of inferred ones, each once."""
        return tuple(dict.fromkeys(_places(self.entries)))

    def lines(self, prefixes: Prefixes) -> list[str]:
        """Return the entries as lines for a person: place, triple, source, status; then the notes."""
        found = [line for entry in self.entries for line in entry.lines(prefixes)]
        return [*found, *self.notes]

    def documents(self, prefixes: Prefixes) -> list[dict[str, Any]]:
        """Return the entries as plain values, then the notes."""
        return [
            *(entry.document(prefixes) for entry in self.entries),
            *({"note": note} for note in self.notes),
        ]


def receipts(dataset: Dataset, text: str, result: Result, *, inferred: bool = False) -> tuple[Receipt, ...]:
    """Return a receipt for each row of an answer.

    Args:
        dataset: What was asked.
        text: The query, its parameters bound.
        result: Its answer.
        inferred: Whether what follows was asked, too.

    Raises:
        UsageError: No receipt can be built for this kind of query.
    """
    engine = dataset.entailed if inferred else dataset.graphs
    finder = Receipts(text, engine, dataset.project.prefixes)
    found = [finder.of(result.columns, row) for row in result.rows]
    triples = dict.fromkeys(triple for evidence in found for triple in evidence.triples)
    entries = _Entries(dataset).of(triples)
    return tuple(_receipt(evidence, entries) for evidence in found)


def _receipt(evidence: Evidence, entries: dict[Triple, tuple[Entry, ...]]) -> Receipt:
    found = tuple(entry for triple in evidence.triples for entry in entries[triple])
    return Receipt(found, evidence.absent, evidence.is_cut, evidence.is_closed)


class _Entries:
    """Finds where triples stand, and who is behind them."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset, self._roles = dataset, dataset.project.roles

    def of(self, triples: Iterable[Triple]) -> dict[Triple, tuple[Entry, ...]]:
        dataset = self._dataset
        written = {triple: _written(dataset, triple) for triple in triples}
        grounds = {triple: self._grounds(triple) for triple, own in written.items() if own is None}
        stated = {own for own in written.values() if own is not None}
        stated.update(premise for _, premises in grounds.values() for premise in premises)
        spans = triple_places(dataset.files, dataset.inference, stated)
        found = {}
        for triple, own in written.items():
            if own is not None:
                found[triple] = self._stated(own, spans)
                continue
            rule, premises = grounds[triple]
            below = tuple(entry for premise in premises for entry in self._stated(premise, spans))
            found[triple] = (Entry(triple, rule=rule, premises=below),)
        return found

    def _stated(self, triple: Triple, spans: dict[Triple, tuple[Span, ...]]) -> tuple[Entry, ...]:
        subject = triple.subject
        sources, claimants, statuses = (
            self._values(subject, role)
            for role in (self._roles.source, self._roles.claimant, self._roles.status)
        )
        status = statuses[0] if statuses else None
        places: tuple[Span | None, ...] = spans.get(triple) or (None,)
        return tuple(Entry(triple, span, sources, status, claimants) for span in places)

    def _values(self, subject: object, role: NamedNode | None) -> tuple[Term, ...]:
        if role is None or not isinstance(subject, NamedNode):
            return ()
        values = (quad.object for quad in self._dataset.store.match(subject, role))
        return tuple(sorted(values, key=str))  # type: ignore[arg-type]  # no quoted triples

    def _grounds(self, triple: Triple) -> tuple[str, tuple[Triple, ...]]:
        """Return why a triple that no file states is there, and the stated ones behind it."""
        bounds = self._dataset.project.bounds
        if bounds and triple.predicate in bounds:
            return "date bounds, from [[time]] in kg.toml", tuple(
                self._dates(triple.subject, triple.predicate)
            )
        try:
            proof = explain(self._dataset, triple)
        except KgError:
            return "not known", ()
        leaves = tuple(dict.fromkeys(step.fact for step in proof.leaves))
        return (proof.steps[0].reason if proof.steps else "not known"), leaves

    def _dates(self, subject: object, bound: NamedNode) -> Iterator[Triple]:
        """Yield the stated dates that a bound of a subject is made from."""
        project = self._dataset.project
        starts = {rule.start for rule in project.times}
        others = {role for rule in project.times for role in (rule.end, rule.last, rule.ended) if role}
        known = _by_subject(self._dataset).get(subject, ())
        ends = [triple for triple in known if triple.predicate in others]
        is_start = project.bounds is not None and bound in (
            project.bounds.start_min,
            project.bounds.start_max,
        )
        yield from (ends if ends and not is_start else (t for t in known if t.predicate in starts))


def _written(dataset: Dataset, triple: Triple) -> Triple | None:
    """Return a triple as the files write it, for the store rewrites literals; None where none states it."""
    stated = dataset.inference.stated
    if triple in stated:
        return triple
    if not isinstance(triple.object, Literal):
        return None
    for other in _by_subject(dataset).get(triple.subject, ()):
        if other.predicate == triple.predicate and is_same(other.object, triple.object):
            return other
    return None


@lru_cache(maxsize=2)
def _by_subject(dataset: Dataset) -> dict[object, list[Triple]]:
    found: dict[object, list[Triple]] = {}
    for triple in dataset.inference.stated:
        found.setdefault(triple.subject, []).append(triple)
    return found


def _places(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry.span is not None:
            yield f"{entry.span.file}:{entry.span.line}" if entry.span.line else entry.span.file
        yield from _places(entry.premises)


def _shown(term: object, prefixes: Prefixes) -> str:
    if isinstance(term, Literal):
        return term.value
    return prefixes.show(term)  # type: ignore[arg-type]  # a part of a triple
