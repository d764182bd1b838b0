"""Names for blank nodes that are the same in every run, whatever the parser called them.

Most graphs are settled by refining colours until every blank node has its own. What is left,
nodes that look alike from everywhere, is named by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/).
That can take for ever on graphs made for it, so it runs in a process that is stopped in time.
"""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import RdfFormat, parse, serialize

from kgtools.errors import EngineError, LimitError
from kgtools.terms import BlankNode, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.terms import Term

Bare: TypeAlias = "tuple[Term, NamedNode, Term, NamedNode | None]"

SECONDS = 5
_ROUNDS = 64
_PROGRAM = """
import sys
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize
quads = Dataset(parse(sys.stdin.buffer, RdfFormat.N_QUADS))
quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
serialize(quads, sys.stdout.buffer, RdfFormat.N_QUADS)
"""


def named(statements: Iterable[Bare]) -> Iterator[Bare]:
    """Yield the statements, those with blank nodes last and under new names.

    Raises:
        LimitError: Blank nodes are so alike that naming them takes more than five seconds.
    """
    found: set[Bare] = set()
    for each in statements:
        if isinstance(each[0], BlankNode) or isinstance(each[2], BlankNode):
            found.add(each)
        else:
            yield each
    blank = list(found)
    colours = _refined(blank)
    if len(set(colours.values())) < len(colours):
        yield from _canonical(blank)
        return
    names = {
        node: BlankNode(f"b{number}") for number, node in enumerate(sorted(colours, key=colours.__getitem__))
    }
    for subject, role, value, graph in blank:
        yield names.get(subject, subject), role, names.get(value, value), graph


def _refined(statements: list[Bare]) -> dict[Term, str]:
    """Return a colour for each blank node, made of what is around it, further out in each round."""
    links: dict[Term, list[tuple[str, Term | None]]] = {}
    for subject, role, value, graph in statements:
        about, home = isinstance(subject, BlankNode), graph or ""
        other: Term | None
        if about:
            other = value if isinstance(value, BlankNode) else None
            links.setdefault(subject, []).append((f"+{role} {'' if other else value} {home}", other))
        if isinstance(value, BlankNode):
            other = subject if about else None
            links.setdefault(value, []).append((f"-{role} {'' if other else subject} {home}", other))
    colours: dict[Term, str] = dict.fromkeys(links, "")
    for _ in range(_ROUNDS):
        known = len(set(colours.values()))
        colours = {node: _colour(node, around, colours) for node, around in links.items()}
        if len(set(colours.values())) in (known, len(colours)):
            break
    return colours


def _colour(node: Term, around: list[tuple[str, Term | None]], colours: dict[Term, str]) -> str:
    seen = sorted(
        f"{text} {'itself' if other == node else colours[other] if other else ''}" for text, other in around
    )
    return sha256("\n".join([colours[node], *seen]).encode()).hexdigest()


def _canonical(statements: list[Bare]) -> Iterator[Bare]:
    """Yield the statements with the names of RDFC-1.0, found in a process with a limit."""
    text = serialize((Quad(*each) for each in statements), format=RdfFormat.N_QUADS)  # type: ignore[arg-type]
    # -P: a file in the current folder must not pass for a package.
    command = [sys.executable, "-P", "-c", _PROGRAM]
    try:
        done = subprocess.run(command, input=text, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise LimitError(
            f"blank nodes are too alike to be named within {SECONDS} s", hint="give them IRIs"
        ) from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise EngineError(f"blank nodes could not be named: {error}") from None
    for quad in parse(done.stdout, RdfFormat.N_QUADS):
        graph = quad.graph_name if isinstance(quad.graph_name, NamedNode) else None
        yield quad.subject, quad.predicate, quad.object, graph
