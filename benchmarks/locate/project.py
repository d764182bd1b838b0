"""A made-up project: about a million triples in 480 Turtle files, the same for every run."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILES = 480
ENTITIES_PER_FILE = 232
NAMESPACE = "https://example.org/id/"

_HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://example.org/schema/>
PREFIX id: <https://example.org/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_WORDS = ("treaty", "visit", "talks", "launch", "round", "report", "statement", "border", "council", "envoy")


def write(folder: Path, *, files: int = FILES, seed: int = 20) -> list[str]:
    """Write the files; return the IRIs of all entities, in the order of the files."""
    randomness = random.Random(seed)  # noqa: S311  # no secret
    entities = [f"{_kind(number)}-{number:06d}" for number in range(files * ENTITIES_PER_FILE)]
    for number in range(files):
        own = entities[number * ENTITIES_PER_FILE : (number + 1) * ENTITIES_PER_FILE]
        blocks = [_block(name, entities, randomness) for name in own]
        (folder / f"part-{number:03d}.ttl").write_text("\n".join([_HEAD, *blocks]), encoding="utf-8")
    return [NAMESPACE + name for name in entities]


def _kind(number: int) -> str:
    return ("event", "person", "state", "document", "claim")[number % 5]


def _block(name: str, entities: list[str], randomness: random.Random) -> str:
    words = " ".join(randomness.choices(_WORDS, k=6))
    date = f"20{randomness.randrange(10, 26)}-0{randomness.randrange(1, 10)}-1{randomness.randrange(9)}"
    lines = [
        "a ex:Event",
        f'skos:prefLabel "{words.title()} {name[-6:]}"@en',
        f'skos:prefLabel "{name[-6:]}차 정상 회담"@ko',
        f"dcterms:source id:{randomness.choice(entities)}",
        f'ex:date "{date}"^^xsd:date',
        f"ex:involves id:{randomness.choice(entities)}",
        f"ex:involves id:{randomness.choice(entities)}",
        f'ex:note "It is said that {words}; this was no. {randomness.randrange(99)}. See <page> #3."@en',
        f"ex:weight {randomness.randrange(100)}.{randomness.randrange(10)}",
    ]
    comment = "# Checked by hand.\n" if randomness.random() < 0.1 else ""
    return f"{comment}id:{name}\n" + "".join(f"    {line} ;\n" for line in lines) + ".\n"
