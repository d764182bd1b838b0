"""One shortest chain of triples along a property path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.sparql.tree import Alternative, Inverse, Negated, OneOrMore, Sequence, ZeroOrMore, ZeroOrOne
from kgtools.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.sparql.tree import Path
    from kgtools.store import Engine
    from kgtools.terms import Quad, Term

_MOST = 100_000  # terms reached before a chain is given up

Steps = tuple[Triple, ...]


def chain(engine: Engine, start: Term, path: Path, end: Term) -> Steps:
    """Return the triples of one shortest chain from a term to another; empty where there is none.

    Example:
        >>> from kgtools.store.memory import MemoryStore
        >>> from kgtools.terms import Quad
        >>> a, b, c, p = (NamedNode(f"urn:{name}") for name in "abcp")
        >>> store = MemoryStore()
        >>> store.load([Quad(a, p, b), Quad(b, p, c)])
        >>> len(chain(store, a, OneOrMore(p), c))
        2
    """
    for other, steps in _walk(engine, start, path):
        if other == end:
            return steps
    return ()


def _walk(engine: Engine, start: Term, path: Path) -> Iterator[tuple[Term, Steps]]:
    """Yield what a path reaches from a term, with the triples on the way."""
    match path:
        case NamedNode():
            yield from ((_end(quad), (quad.triple,)) for quad in _from(engine, start, path))
        case Inverse():
            yield from _backwards(engine, start, path.path)
        case Negated(names):
            others = (quad for quad in _from(engine, start, None) if quad.predicate not in names)
            yield from ((_end(quad), (quad.triple,)) for quad in others)
        case Alternative(parts):
            for part in parts:
                yield from _walk(engine, start, part)
        case Sequence(parts):
            yield from _sequence(engine, start, parts)
        case _:
            yield from _repeated(engine, start, path)


def _backwards(engine: Engine, start: Term, path: Path) -> Iterator[tuple[Term, Steps]]:
    if isinstance(path, NamedNode):
        for quad in engine.match(None, path, start):
            yield quad.subject, (quad.triple,)  # type: ignore[misc]  # no quoted triples
    else:
        yield from _walk(engine, start, _turned(path))


def _sequence(engine: Engine, start: Term, parts: tuple[Path, ...]) -> Iterator[tuple[Term, Steps]]:
    if not parts:
        yield start, ()
        return
    for middle, steps in _walk(engine, start, parts[0]):
        for other, more in _sequence(engine, middle, parts[1:]):
            yield other, (*steps, *more)


def _repeated(
    engine: Engine, start: Term, path: ZeroOrOne | ZeroOrMore | OneOrMore
) -> Iterator[tuple[Term, Steps]]:
    """Yield what repeating a path reaches, nearest first, each term once."""
    if not isinstance(path, OneOrMore):
        yield start, ()
    seen: set[Term] = set()
    border: list[tuple[Term, Steps]] = [(start, ())]
    while border and len(seen) < _MOST:
        following: list[tuple[Term, Steps]] = []
        for node, steps in border:
            for other, more in _walk(engine, node, path.path):
                if other not in seen:
                    seen.add(other)
                    following.append((other, (*steps, *more)))
        yield from following
        border = [] if isinstance(path, ZeroOrOne) else following


def _end(quad: Quad) -> Term:
    return quad.object  # type: ignore[return-value]  # no quoted triples


def _from(engine: Engine, start: Term, predicate: NamedNode | None) -> Iterator[Quad]:
    if not isinstance(start, Literal):
        yield from engine.match(start, predicate)


def _turned(path: Path) -> Path:
    """Return a path walked backwards, with the turning pushed down to single properties."""
    match path:
        case Inverse(inner):
            return inner
        case Sequence(parts):
            return Sequence(tuple(_turned(part) for part in reversed(parts)))
        case Alternative(parts):
            return Alternative(tuple(_turned(part) for part in parts))
        case ZeroOrOne(inner) | ZeroOrMore(inner) | OneOrMore(inner):
            return type(path)(_turned(inner))
        case _:
            return Inverse(path)
