"""Where in the files a violation is: the token that a person has to change.

Which token that is depends on the constraint (design: diagnostics, "Which token is marked").
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from kgtools.diagnostics import Related, Span
from kgtools.shapes.table import stored
from kgtools.sparql.tree import Alternative, Inverse, Negated, Sequence
from kgtools.terms import RDF, SH, BlankNode, Literal, NamedNode, Triple
from kgtools.turtle.locate import Locator, Source, Statement
from kgtools.turtle.located import Format
from kgtools.turtle.parse import statements
from kgtools.turtle.position import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Sequence as Many

    from kgtools.dataset import SourceFile
    from kgtools.inference import Inference
    from kgtools.shapes import Path, Violation
    from kgtools.terms import AnyTerm, Subject
    from kgtools.turtle.located import LocatedQuad

# Constraints on all values together: the last value is marked, the others are named beside it.
_ON_ALL_VALUES = {
    SH[f"{name}ConstraintComponent"] for name in ("MaxCount", "UniqueLang", "LessThan", "LessThanOrEquals")
}
_CLOSED = SH["ClosedConstraintComponent"]


# A nested shape may be broken in many ways; a person reads a few of them.
_MOST_LEAVES = 5
Tell: TypeAlias = "Callable[[Violation], str]"
"""Says in a sentence what a violation is about."""


class Place(NamedTuple):
    """A stretch of a file, and other places that belong to it."""

    span: Span
    related: tuple[Related, ...] = ()


class Located(Protocol):
    """A triple and the places of its terms."""

    @property
    def quad(self) -> LocatedQuad:
        """The triple."""

    @property
    def subject_span(self) -> Span:
        """Where the subject stands."""

    @property
    def predicate_span(self) -> Span:
        """Where the predicate stands."""

    @property
    def object_span(self) -> Span:
        """Where the object stands."""


class _Fact(NamedTuple):
    """A located triple and the statement it stands in."""

    statement: Statement
    quad: LocatedQuad

    @property
    def subject_span(self) -> Span:
        return self.statement.span(self.quad.subject_at)

    @property
    def predicate_span(self) -> Span:
        return self.statement.span(self.quad.predicate_at)

    @property
    def object_span(self) -> Span:
        return self.statement.span(self.quad.object_at)


def places(files: Iterable[SourceFile], violations: Many[Violation], tell: Tell) -> list[Place | None]:
    """Return where each violation is, in their order; None where no statement tells.

    What breaks a nested shape stands beside it, as :func:`whole_place` says. Only the statements about
    the focus nodes are parsed with positions. Files in other syntaxes than the Turtle family have no
    positions.
    """
    suffixes = set(Format)
    locator = Locator(_source(file) for file in files if file.path.suffix.lower() in suffixes)
    nodes = {each.focus_node for v in violations for each in (v, *v.leaves[:_MOST_LEAVES])}
    wanted: set[Subject] = {node for node in nodes if not isinstance(node, Literal)}
    statements = locator.locate(wanted, is_thorough=True) if wanted else {}
    about = {node: About(_facts(node, statements)) for node in nodes}
    return [whole_place(v, lambda each: about[each.focus_node].place(each), tell) for v in violations]


def whole_place(violation: Violation, place: Callable[[Violation], Place | None], tell: Tell) -> Place | None:
    """Return where a violation is, with what breaks a nested shape beside it.

    Where one thing breaks it, and in the same node, the place of that is the place.

    Args:
        violation: What was found.
        place: Gives the place of a violation without what is nested in it.
        tell: Says what one of those is about.
    """
    own, leaves = place(violation), violation.leaves[:_MOST_LEAVES]
    if own is None or not leaves:
        return own
    found = [(at.span, leaf) for leaf in leaves if (at := place(leaf))]
    is_alone = len(leaves) == len(found) == 1 and violation.value == violation.focus_node
    span = found[0][0] if is_alone else own.span
    beside = (
        Related(at, tell(leaf))
        for at, leaf in found
        if at != span or violation.messages  # else it is told
    )
    return Place(span, (*own.related, *beside))


def triple_places(
    files: Iterable[SourceFile], inference: Inference, facts: Iterable[Triple]
) -> dict[Triple, tuple[Span, ...]]:
    """Return where stated triples stand: their predicates, once for each file that states them.

    Of a triple that shares its predicate with one before it, the object is the place.

    A file in a syntax without positions gets a place without a line.

    Args:
        files: The files.
        inference: What was read from them; its blank nodes are those of the triples.
        facts: The triples; those that no file states get no place.
    """
    names = inference.files_of(facts)
    stating = {name for found in names.values() for name in found}
    read = (file for file in files if file.name in stating and file.path.suffix.lower() in set(Format))
    sources = {file.name: _source(file) for file in read}
    wanted: set[Subject] = {fact.subject for fact in names if isinstance(fact.subject, NamedNode)}
    about = Locator(sources.values()).locate(wanted) if wanted else {}
    unnamed = {file for fact in names if isinstance(fact.subject, BlankNode) for file in names[fact]}
    nodes = {file: _nodes(sources[file]) for file in unnamed if file in sources}

    def span(fact: Triple, file: str) -> Span:
        named = isinstance(fact.subject, NamedNode)
        located = _facts(fact.subject, about) if named else nodes.get(file, [])
        same = [other for other in located if other.statement.file == file and _is_like(other.quad, fact)]
        # Labels of blank nodes differ between the two parsers, but not the order of the text.
        number = inference.rank(fact, file) if len(same) > 1 else 0
        return _own_token(same[number], located) if number < len(same) else Span(file)

    return {fact: tuple(span(fact, file) for file in names[fact]) for fact in names}


def _own_token(found: _Fact, located: Iterable[_Fact]) -> Span:
    """Return the predicate of a triple, or its object where other objects stand before it in a list."""
    shared = (
        other
        for other in located
        if other.statement is found.statement and other.quad.predicate_at == found.quad.predicate_at
    )
    return found.predicate_span if next(shared) is found else found.object_span


def _nodes(source: Source) -> list[_Fact]:
    """Return all triples about blank nodes in a file, parsing the whole of it."""
    text = source.text()
    lines = Lines(text.content)
    return [
        _Fact(Statement(source.file, tuple(quads), lines), quad)
        for quads in statements(text, syntax=source.syntax)
        for quad in quads
        if isinstance(quad.subject, BlankNode)
    ]


def _is_like(written: LocatedQuad, fact: Triple) -> bool:
    """Return whether two triples are the same but for the labels of blank nodes."""
    if written.predicate != fact.predicate:
        return False
    pairs = ((written.subject, fact.subject), (written.object, fact.object))
    return all(
        isinstance(mine, BlankNode) if isinstance(other, BlankNode) else is_same(mine, other)
        for mine, other in pairs
    )


def _source(file: SourceFile) -> Source:
    digest = hashlib.sha256(file.data).hexdigest()
    return Source(file.name, digest, lambda: file.data, Format.of(file.path))


def _facts(focus_node: AnyTerm, statements: dict[Subject, list[Statement]]) -> list[_Fact]:
    if isinstance(focus_node, Literal | Triple):
        return []
    return [
        _Fact(statement, quad)
        for statement in statements.get(focus_node, ())
        for quad in statement.quads
        if quad.subject == focus_node
    ]


class About:
    """The located facts about one focus node, in which its violations have their places.

    Args:
        facts: In the order in which the files state them.
    """

    def __init__(self, facts: Iterable[Located]) -> None:
        self._facts = [*facts]

    @cached_property
    def _using(self) -> dict[NamedNode, list[Located]]:
        found: dict[NamedNode, list[Located]] = {}
        for fact in self._facts:
            found.setdefault(fact.quad.predicate, []).append(fact)
        return found

    @cached_property
    def _stating(self) -> dict[tuple[NamedNode | None, AnyTerm], Located]:
        """The first fact with each value, by any property and by each: a node may have thousands."""
        found: dict[tuple[NamedNode | None, AnyTerm], Located] = {}
        for fact in self._facts:
            value = _as_stored(fact.quad.object)
            found.setdefault((None, value), fact)
            found.setdefault((fact.quad.predicate, value), fact)
        return found

    def place(self, violation: Violation) -> Place | None:
        """Return where a violation is; None where there are no facts."""
        if not self._facts:
            return None
        [described, *_] = self._using.get(RDF["type"]) or self._facts
        return self._token(violation) or Place(described.subject_span)

    def _token(self, violation: Violation) -> Place | None:
        """Return the token to change in the facts concerned; None where it is the focus node itself."""
        step = _first_step(violation.path)
        stated = self._facts if step is None else self._using.get(step, [])
        if step != violation.path:
            return Place(stated[0].predicate_span) if step and stated else None
        if violation.value is not None:
            marked = self._stating.get((step, _as_stored(violation.value)))
            if marked is None:
                return None
            return Place(marked.predicate_span if violation.component == _CLOSED else marked.object_span)
        if violation.component in _ON_ALL_VALUES and stated:
            *others, last = stated
            related = tuple(Related(fact.object_span, "another value") for fact in others)
            return Place(last.object_span, related)
        return None


def _first_step(path: Path | None) -> NamedNode | None:
    """Return the property of a path's first step, None where it is walked backwards or there is none."""
    while path is not None and not isinstance(path, NamedNode):
        if isinstance(path, Inverse | Negated):
            return None
        path = path.parts[0] if isinstance(path, Sequence | Alternative) else path.path
    return path


def is_same(written: AnyTerm, reported: AnyTerm) -> bool:
    """Return whether a term is the one reported, as written or as the store rewrote it."""
    return _as_stored(written) == _as_stored(reported)


def _as_stored(term: AnyTerm) -> AnyTerm:
    return stored(term) if isinstance(term, Literal) else term
