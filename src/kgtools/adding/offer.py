"""What somebody gives: its facts, and where each of them stands in it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from kgtools import gate, named_graphs
from kgtools.diagnostics import Span
from kgtools.errors import InputError, LimitError
from kgtools.lint.syntax import with_prefix
from kgtools.terms import AnyTerm, BlankNode, Quad, Triple
from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse
from kgtools.turtle.position import Lines
from kgtools.turtle.syntax import Text, TurtleSyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import RdfFormat

    from kgtools.project import Project
    from kgtools.terms import TripleLike


class Where(NamedTuple):
    """The places of the three terms of a fact."""

    subject: Span
    predicate: Span
    object: Span


class Offer:
    """Facts that somebody gives, in their order and each once.

    Args:
        name: What messages call the text they came in.
        text: That text.
        facts: The facts, in no graph.
        places: Gives the places of some of them; asked once, when the first place is wanted.
    """

    def __init__(
        self, name: str, text: str, facts: Iterable[Quad], places: Callable[[], Mapping[Quad, Where]] = dict
    ) -> None:
        self.name, self.text = name, text
        self.facts = tuple(dict.fromkeys(facts))
        self._places = places

    @cached_property
    def places(self) -> Mapping[Quad, Where]:
        """Where facts stand: a line and a column in Turtle, its kin and CSV, else the text as a whole."""
        whole = Where(*[Span(self.name)] * 3)
        return dict.fromkeys(self.facts, whole) | dict(self._places())


def take(project: Project, source: Path | BinaryIO) -> bytes:
    """Return the bytes of a file or stream, reading no more than tells that it is too large.

    Raises:
        InputError: It cannot be read.
    """
    wanted = project.limits.facts + 1
    if not isinstance(source, Path):
        return source.read(wanted)
    try:
        with source.open("rb") as file:
            return file.read(wanted)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(f"'{source}' cannot be read: {reason}") from None


def read(project: Project, data: bytes, syntax: RdfFormat, *, name: str) -> Offer:
    """Return the facts of a text that somebody gives.

    Args:
        project: Whose limit holds.
        data: The text.
        syntax: Its syntax.
        name: What messages call it.

    Raises:
        LimitError: It is larger than ``[limits]`` of ``kg.toml`` allows.
        InputError: The gate refuses it, it has a syntax error, or it states something in a named graph.
    """
    refuse_too_much(project, data, name)
    clean = gate.clean(data, name=name, syntax=syntax)
    try:
        quads = list(gate.quads(clean, syntax, name=name))
    except TurtleSyntaxError as error:
        error.hint = with_prefix(error, Text(clean.decode(), name), project).help
        raise
    named_graphs.refuse_among(quads, clean, syntax, name=name)
    facts = [plain(quad) for quad in quads]
    if any(isinstance(term, Triple) for fact in facts for term in (fact.subject, fact.object)):
        raise InputError("RDF 1.2 triple terms are not taken", hint="state the fact itself", code="KG001")
    if not facts:
        raise InputError(f"'{name}' states nothing", hint="give it at least one fact")
    text = clean.decode()
    return Offer(name, text, facts, lambda: _places(text, syntax, name, facts))


def refuse_too_much(project: Project, data: bytes, name: str) -> None:
    """Make sure that a text is no larger than a project takes.

    Raises:
        LimitError: It is larger.
    """
    if len(data) > project.limits.facts:
        raise LimitError(
            f"'{name}' is larger than {round(project.limits.facts / 2**20, 3):g} MB",
            hint="add it in parts, or allow more with add_mb under [limits] in kg.toml",
        )


def plain(fact: TripleLike) -> Quad:
    """Return a fact in no graph."""
    return Quad(fact.subject, fact.predicate, fact.object)


def _format(syntax: RdfFormat) -> Format | None:
    ending = f".{syntax.file_extension}"
    return Format(ending) if ending in set(Format) else None


def _places(text: str, syntax: RdfFormat, name: str, facts: Iterable[Quad]) -> dict[Quad, Where]:
    """Return where facts stand in a text; nothing of formats without places."""
    form = _format(syntax)
    if form is None:
        return {}
    lines, found = Lines(text), defaultdict[tuple[AnyTerm | None, ...], list[Where]](list)
    try:
        for quad in parse(text, syntax=form, file=name):
            extents = (quad.subject_at, quad.predicate_at, quad.object_at)
            found[_masked(quad)].append(Where(*(lines.span(name, extent) for extent in extents)))
    except TurtleSyntaxError:  # the loader is more lenient; what was read has its places
        pass
    # Labels of blank nodes differ between the two parsers, but not the order of the text.
    remaining: dict[tuple[AnyTerm | None, ...], Iterator[Where]] = {
        key: iter(places) for key, places in found.items()
    }
    pairs = ((fact, next(remaining.get(_masked(fact), iter(())), None)) for fact in dict.fromkeys(facts))
    return {fact: where for fact, where in pairs if where}


def _masked(fact: TripleLike) -> tuple[AnyTerm | None, ...]:
    terms = (fact.subject, fact.predicate, fact.object)
    return tuple(None if isinstance(term, BlankNode) else term for term in terms)
