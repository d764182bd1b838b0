"""The kinds of errors that are planted: each picks one fact at random and says which statements change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from kgtools.terms import RDF, Literal, NamedNode, Quad, Term

if TYPE_CHECKING:
    from random import Random

    from pyoxigraph import Store

POL = "https://w3id.org/kgtools/pol/"
NORTH_KOREA = NamedNode("https://w3id.org/kgtools/id/state-prk")


@dataclass(frozen=True, slots=True)
class Error:
    """An error: the statements that it adds and those that it takes away, and a word on it."""

    added: tuple[Quad, ...]
    deleted: tuple[Quad, ...]
    told: str


class Record:
    """The facts in which errors are planted."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def all(self, kind: str) -> list[NamedNode]:
        """Return the instances of a class, in order."""
        quads = self.store.quads_for_pattern(None, RDF["type"], NamedNode(POL + kind), None)
        found = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        return sorted(found, key=lambda node: node.value)

    def values(self, node: NamedNode, name: str) -> list[Quad]:
        """Return the statements of a property."""
        quads = self.store.quads_for_pattern(node, NamedNode(POL + name), None, None)
        return sorted({_plain(quad) for quad in quads}, key=str)

    @cached_property
    def northern(self) -> set[Term]:
        """Who leads or has led North Korea."""
        terms = self.store.quads_for_pattern(None, NamedNode(POL + "polity"), NORTH_KOREA, None)
        return {holder.object for quad in terms for holder in self.values(quad.subject, "holder")}


Kind = Callable[["Record", "Random"], "Error | None"]


def moved(kind: str, names: tuple[str, ...], days: tuple[int, int]) -> Kind:
    """Return a kind of error: a date, and what moves with it, is off by a number of days."""

    def plant(record: Record, random: Random) -> Error | None:
        node = random.choice(record.all(kind))
        step = timedelta(random.randint(*days) * random.choice((-1, 1)))
        dates = [quad for name in names for quad in record.values(node, name)]
        if not dates or any(len(quad.object.value) != len("2000-01-01") for quad in dates):
            return None
        later = [_with(quad, (date.fromisoformat(quad.object.value) + step).isoformat()) for quad in dates]
        return Error(tuple(later), tuple(dates), f"{node.value} {names[0]} {step.days:+d} days")

    return plant


def fewer_votes(record: Record, random: Random) -> Error | None:
    """Return the error of too few votes for a text."""
    votes = record.values(random.choice(record.all("Resolution")), "votesFor")
    if not votes or votes[0].object.value == "0":
        return None
    fewer = random.randrange(int(votes[0].object.value))
    return Error((_with(votes[0], str(fewer)),), (votes[0],), f"{votes[0].subject.value} votesFor {fewer}")


def dropped_mandate(record: Record, random: Random) -> Error:
    """Return the error of a row of the panel's mandates that is missing."""
    node = random.choice(record.all("Mandate"))
    quads = {_plain(quad) for quad in record.store.quads_for_pattern(node, None, None, None)}
    return Error((), tuple(quads), f"{node.value} dropped")


def swapped_participants(record: Record, random: Random) -> Error | None:
    """Return the error of two meetings whose foreign participants were exchanged."""
    one, two = random.sample(record.all("Summit"), 2)
    first, second = (
        [quad for quad in record.values(node, "participant") if quad.object not in record.northern]
        for node in (one, two)
    )
    if not first or not second or {q.object for q in first} & {q.object for q in second}:
        return None
    added = [Quad(one, quad.predicate, quad.object) for quad in second]
    added += [Quad(two, quad.predicate, quad.object) for quad in first]
    return Error(tuple(added), (*first, *second), f"{one.value} {two.value} swapped")


SHORT, LONG = (1, 10), (200, 900)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: a kind of error, what the trial without second dates flagged, and the bar."""

    name: str
    plant: Kind
    baseline: float
    bar: float


LINES = (
    Line("votes for a text reduced", fewer_votes, 1.0, 1.0),
    Line("launch: local date moved 1-10 days", moved("MissileLaunch", ("date",), SHORT), 0.97, 0.95),
    Line("a row of the panel's mandates dropped", dropped_mandate, 0.94, 0.9),
    Line("foreign participants of two summits swapped", swapped_participants, 0.76, 0.9),
    Line("resolution date moved 200-900 days", moved("Resolution", ("adopted",), LONG), 0.67, 0.95),
    Line("resolution date moved 1-10 days", moved("Resolution", ("adopted",), SHORT), 0.03, 0.95),
    Line("treaty in-force date moved 200-900 days", moved("Treaty", ("inForce",), LONG), 0.46, 0.9),
    Line("office start moved 200-900 days", moved("OfficeTerm", ("start",), LONG), 0.35, 0.9),
    Line("office start moved 1-10 days", moved("OfficeTerm", ("start",), SHORT), 0.19, 0.9),
    Line("summit date moved 200-900 days", moved("Summit", ("date", "lastDate"), LONG), 0.2, 0.95),
    Line("summit date moved 1-10 days", moved("Summit", ("date", "lastDate"), SHORT), 0.0, 0.95),
    Line("round date moved 1-10 days", moved("NegotiationRound", ("date", "lastDate"), SHORT), 0.0, 0.95),
)  # fmt: skip


def errors(line: Line, record: Record, random: Random, number: int) -> Iterator[Error]:
    """Yield errors of one kind, drawn with replacement; none if the record has nothing to spoil."""
    try:
        missed = 0
        while number and missed < 1000:
            error = line.plant(record, random)
            missed = 0 if error else missed + 1
            if error:
                number -= 1
                yield error
    except IndexError:  # no instance of the class
        return


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _with(quad: Quad, value: str) -> Quad:
    return Quad(quad.subject, quad.predicate, Literal(value, datatype=quad.object.datatype))
