"""Writes a graph of meetings, their people and papers, of about N triples, with planted violations.

    python benchmarks/validation/generate.py TRIPLES FILE

The same number gives the same file. One meeting in twenty breaks one rule of the shapes; the rules
are broken in turn. Statements of a subject follow each other, as N-Triples.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "https://example.org/"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
XSD = "http://www.w3.org/2001/XMLSchema#"
PER_MEETING = 38  # triples of a meeting with what belongs to it, on average
FIRST_DAY = date(1950, 1, 1)
MEETING_KINDS = ["Summit", "WorkingMeeting", "Round"]
STATUSES = ["accepted", "disputed", "claimed", "rejected"]
TONES = ["warm", "cold", "neutral"]
BROKEN = [
    "no label",
    "two dates",
    "label without language",
    "host is a person",
    "unknown status",
    "bad identifier",
    "ends before it begins",
    "one participant",
    "no source",
    "negative size",
    "label twice in a language",
    "no such day",
]


def main() -> None:
    """Write the file."""
    triples, file = int(sys.argv[1]), Path(sys.argv[2])
    with file.open("w", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in graph(triples))


def graph(triples: int) -> Iterator[str]:
    """Yield the lines of a graph of about so many triples."""
    random_ = random.Random(20_251_031)  # noqa: S311 - repeatable, not secret
    meetings = max(1, triples // PER_MEETING)
    yield from classes()
    states, persons = max(5, meetings // 50), max(20, meetings // 4)
    for number in range(states):
        yield from state(number)
    for number in range(persons):
        yield from person(number, random_.randrange(states))
    for number in range(meetings):
        broken = BROKEN[number // 20 % len(BROKEN)] if number % 20 == 7 else ""
        yield from meeting(number, random_, states, persons, broken)


def iri(kind: str, number: int) -> str:
    """Return the IRI of a thing."""
    return f"<{BASE}id/{kind}-{number}>"


def term(name: str) -> str:
    """Return the IRI of a class, property or status."""
    return f"<{BASE}def/{name}>"


def classes() -> Iterator[str]:
    """Yield the class tree."""
    tree = {"Summit": "Meeting", "WorkingMeeting": "Meeting", "Round": "Meeting", "Meeting": "Event"}
    tree |= {"Person": "Actor", "State": "Actor", "Treaty": "Document", "Statement": "Document"}
    for child, parent in tree.items():
        yield f"{term(child)} <http://www.w3.org/2000/01/rdf-schema#subClassOf> {term(parent)} ."


def state(number: int) -> Iterator[str]:
    """Yield a state."""
    subject = iri("state", number)
    yield f"{subject} {RDF_TYPE} {term('State')} ."
    yield f'{subject} {LABEL} "State {number}"@en .'
    yield f'{subject} {LABEL} "\uad6d\uac00 {number}"@ko .'
    yield f'{subject} {term("code")} "S{number:04d}" .'


def person(number: int, home: int) -> Iterator[str]:
    """Yield a person of a state."""
    subject = iri("person", number)
    yield f"{subject} {RDF_TYPE} {term('Person')} ."
    yield f'{subject} {LABEL} "Person {number}"@en .'
    yield f"{subject} {term('memberOf')} {iri('state', home)} ."
    yield f'{subject} {term("born")} "{1900 + number % 80}"^^<{XSD}gYear> .'


def meeting(number: int, random_: random.Random, states: int, persons: int, broken: str) -> Iterator[str]:
    """Yield a meeting, its participations, its paper and a claim about it."""
    subject = iri("meeting", number)
    first = FIRST_DAY + timedelta(days=random_.randrange(27_000))
    last = first + timedelta(days=random_.randrange(4))
    yield f"{subject} {RDF_TYPE} {term(random_.choice(MEETING_KINDS))} ."
    if broken != "no label":
        yield f'{subject} {LABEL} "Meeting {number}"@en .'
    yield f'{subject} {LABEL} "\ud68c\ub2f4 {number}"@ko .'
    if broken == "label twice in a language":
        yield f'{subject} {LABEL} "Another meeting {number}"@en .'
    if broken == "label without language":
        yield f'{subject} {LABEL} "Meeting number {number}" .'
    begin = f'"2019-02-30"^^<{XSD}date>' if broken == "no such day" else day(first)
    yield f"{subject} {term('start')} {begin} ."
    if broken == "two dates":
        yield f"{subject} {term('start')} {day(first - timedelta(days=1))} ."
    end = first - timedelta(days=9) if broken == "ends before it begins" else last
    yield f"{subject} {term('end')} {day(end)} ."
    host = iri("person", number % persons) if broken == "host is a person" else iri("state", number % states)
    yield f"{subject} {term('host')} {host} ."
    status = "unheard" if broken == "unknown status" else random_.choice(STATUSES)
    yield f"{subject} {term('status')} {term(status)} ."
    identifier = f"m{number}" if broken == "bad identifier" else f"M-{number:07d}"
    yield f'{subject} {term("identifier")} "{identifier}" .'
    size = -3 if broken == "negative size" else random_.randrange(1, 400)
    yield f'{subject} {term("delegates")} "{size}"^^<{XSD}integer> .'
    if broken != "no source":
        yield f"{subject} {term('source')} {iri('paper', number)} ."
    for order in range(1 if broken == "one participant" else random_.randrange(2, 5)):
        yield f"{subject} {term('participation')} {iri('part', number * 10 + order)} ."
    yield from parts(number, random_, states, persons, broken)
    yield from paper(number, first, last)
    yield from claim(number, random_)


def parts(number: int, random_: random.Random, states: int, persons: int, broken: str) -> Iterator[str]:
    """Yield the participations of a meeting."""
    for order in range(1 if broken == "one participant" else 3):
        subject = iri("part", number * 10 + order)
        yield f"{subject} {RDF_TYPE} {term('Participation')} ."
        yield f"{subject} {term('of')} {iri('person', random_.randrange(persons))} ."
        yield f"{subject} {term('for')} {iri('state', random_.randrange(states))} ."
        yield f'{subject} {term("tone")} "{random_.choice(TONES)}" .'


def paper(number: int, first: date, last: date) -> Iterator[str]:
    """Yield the document that a meeting led to."""
    subject = iri("paper", number)
    yield f"{subject} {RDF_TYPE} {term('Treaty' if number % 3 else 'Statement')} ."
    yield f'{subject} {LABEL} "Paper {number}"@en .'
    yield f"{subject} {term('signed')} {day(last)} ."
    yield f"{subject} {term('retrieved')} {day(first + timedelta(days=30))} ."
    yield f'{subject} {term("link")} "https://example.net/{number}"^^<{XSD}anyURI> .'


def claim(number: int, random_: random.Random) -> Iterator[str]:
    """Yield a claim about a meeting."""
    subject = iri("claim", number)
    yield f"{subject} {RDF_TYPE} {term('Claim')} ."
    yield f"{subject} {term('about')} {iri('meeting', number)} ."
    yield f"{subject} {term('stance')} {term(random_.choice(STATUSES))} ."
    yield f'{subject} {term("confidence")} "{random_.randrange(1, 10)}"^^<{XSD}integer> .'
    yield f"{subject} {term('source')} {iri('paper', number)} ."


def day(value: date) -> str:
    """Return a date as a literal."""
    return f'"{value.isoformat()}"^^<{XSD}date>'


if __name__ == "__main__":
    main()
