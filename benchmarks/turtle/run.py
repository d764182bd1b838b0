"""Reading and writing Turtle: triples per CPU second, beside pyoxigraph and rdflib on the same text.

Run: python benchmarks/turtle/run.py
"""

from __future__ import annotations

import platform
import time
from typing import TYPE_CHECKING

import pyoxigraph
import rdflib

from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse
from kgtools.turtle.write import format_turtle

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCKS = 6_000
REPETITIONS = 3

_HEAD = """PREFIX ex: <https://example.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def blocks() -> str:
    """Return facts in the layout of this project."""
    return _HEAD + "".join(
        f"\nex:event-{number:06d}\n    a ex:Event ;\n"
        f'    skos:prefLabel "Event number {number}"@en ;\n    skos:altLabel "{number}차 회담"@ko ;\n'
        f'    ex:date "20{number % 25:02d}-03-1{number % 9}"^^xsd:date ;\n'
        f"    ex:involves ex:state-{number % 50} ;\n    ex:involves ex:state-{number % 49} ;\n"
        f'    ex:note "A longer text about it, number {number}, with some words. And more." ;\n.\n'
        for number in range(BLOCKS)
    )


def brackets() -> str:
    """Return restrictions and lists, as ontologies and shapes have them."""
    return _HEAD + "".join(
        f'ex:shape-{number} ex:property [ a ex:Shape ; ex:path ( ex:p ex:q "x"@en {number} ) ; ex:max 1 ] .\n'
        for number in range(BLOCKS)
    )


def main() -> None:
    """Print the table."""
    print(
        f"Python {platform.python_version()}, pyoxigraph {pyoxigraph.__version__},"
        f" rdflib {rdflib.__version__}; best of {REPETITIONS}, thousand triples per CPU second"
    )
    print(
        f"{'text':28} {'triples':>8} {'kgtools, places':>16}"
        f" {'pyoxigraph':>11} {'rdflib':>7} {'formatter':>10}"
    )
    facts = blocks()
    lines = pyoxigraph.serialize(
        pyoxigraph.parse(facts, pyoxigraph.RdfFormat.TURTLE), format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    show("facts, project layout", facts, Format.TURTLE, pyoxigraph.RdfFormat.TURTLE, "turtle")
    show("brackets and lists", brackets(), Format.TURTLE, pyoxigraph.RdfFormat.TURTLE, "turtle")
    show("facts, N-Triples", (lines or b"").decode(), Format.N_TRIPLES, pyoxigraph.RdfFormat.N_TRIPLES, "nt")


def show(name: str, text: str, syntax: Format, rival: pyoxigraph.RdfFormat, third: str) -> None:
    """Print the figures for one text."""
    data = text.encode()
    triples = sum(1 for _ in parse(text, syntax=syntax))
    figures = [
        speed(triples, lambda: sum(1 for _ in parse(text, syntax=syntax))),
        speed(triples, lambda: sum(1 for _ in pyoxigraph.parse(data, rival))),
        speed(triples, lambda: len(rdflib.Graph().parse(data=data, format=third))),
    ]
    formatted = f"{speed(triples, lambda: len(format_turtle(text))):.0f}" if syntax is Format.TURTLE else "-"
    print(
        f"{name:28} {triples:>8} {figures[0]:>16.0f} {figures[1]:>11.0f} {figures[2]:>7.0f} {formatted:>10}"
    )


def speed(triples: int, run: Callable[[], int]) -> float:
    """Return the best speed of a few runs."""
    best = float("inf")
    for _ in range(REPETITIONS):
        started = time.process_time()
        run()
        best = min(best, time.process_time() - started)
    return triples / best / 1000


if __name__ == "__main__":
    main()
