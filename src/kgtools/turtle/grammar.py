"""Turtle, statement by statement: RDF 1.1 Turtle, section 6.5.

Each step of the reader is a method named after what it expects: it reads that and returns the step that
comes next. Open brackets are kept on a list, so no depth of input is a depth of Python calls.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kgtools.terms import RDF, XSD, DefaultGraph, Literal
from kgtools.turtle import tokens
from kgtools.turtle.located import LocatedQuad
from kgtools.turtle.scanner import Scanner
from kgtools.turtle.surprise import Progress, Surprise
from kgtools.turtle.syntax import SYNTAX, TurtleSyntaxError
from kgtools.turtle.tokens import AT, BLANK, END, IRI, LANGTAG, LONG, NAME, SHORT, TRIVIA, WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.terms import BlankNode, NamedNode, Subject, Term
    from kgtools.turtle.naming import Naming
    from kgtools.turtle.position import Extent
    from kgtools.turtle.syntax import Text

    Step: TypeAlias = Callable[[], "Step | None"]
    Role: TypeAlias = Callable[[Term, Extent], "Step | None"]
    Node: TypeAlias = tuple[Subject, Extent]

MAX_DEPTH: Final = 64

_TYPE: Final = RDF["type"]
_FIRST: Final = RDF["first"]
_REST: Final = RDF["rest"]
_NIL: Final = RDF["nil"]
_DATATYPES: Final = {
    tokens.INTEGER: XSD["integer"],
    tokens.DECIMAL: XSD["decimal"],
    tokens.DOUBLE: XSD["double"],
}
_BOOLEAN: Final = XSD["boolean"]
_NAMES: Final = frozenset({NAME, IRI})
_NODES: Final = frozenset({NAME, IRI, BLANK})
_STRINGS: Final = frozenset({SHORT, LONG})
_NOWHERE: Final = (0, 0)

_NAMED: Final = rf"<[^\x00-\x20<>\"{{}}|^`\\]++>|{tokens.PNAME}"
# Most of a file reads "predicate object ;". This takes it in one go where both are written plainly: the
# same tokens as TOKEN, each taken whole, so that whatever does not match is left to the general reading.
_PAIR: Final = re.compile(
    rf"{TRIVIA}({_NAMED}|a(?=[ \t\r\n<])){TRIVIA}"
    rf'(?:({_NAMED})|"([^"\\\r\n]*+)"(?!")(?:@({LANGTAG})|\^\^({_NAMED}))?+){TRIVIA}([;,.])'
)
_EMPTY: Final = re.compile(rf"{TRIVIA}\]")
# A directive on the next line is no language tag: the string before it lacks its dot.
_SUFFIX: Final = re.compile(rf"{TRIVIA}(?=\^\^|@(?!prefix[ \t]+[^ \t:]*:|base[ \t]+<)[A-Za-z])")

_new = tuple.__new__


class _Frame(NamedTuple):
    """An open bracket, what to do with the value it stands for, and what was being read around it."""

    opened: Extent
    role: Role
    subject: Node
    predicate: tuple[NamedNode, Extent]
    cell: Node | None


class TurtleReader:
    """Reads the statements of a Turtle text, or of a part of it.

    Args:
        text: The text with its name.
        naming: The base and the prefixes that hold at the start, and the labels of blank nodes.
        start: Where to begin.
    """

    def __init__(self, text: Text, naming: Naming, start: int = 0) -> None:
        self.naming = naming
        self._scan = Scanner(text, start)
        self._content = text.content
        self._found: list[LocatedQuad] = []
        self._frames: list[_Frame] = []
        self._graph: NamedNode | BlankNode | DefaultGraph = DefaultGraph()
        self._graph_at: Extent | None = None
        self._block: Extent | None = None
        self._statement_at: Extent = _NOWHERE
        self._before_statement = start
        self._subject: Node = (_TYPE, _NOWHERE)
        self._predicate: tuple[NamedNode, Extent] = (_TYPE, _NOWHERE)
        self._before_predicate: int | None = None
        self._cell: Node | None = None

    @property
    def start(self) -> int:
        """Where the last statement that was read begins."""
        return self._statement_at[0]

    def statement(self) -> list[LocatedQuad] | None:
        """Return the quads of the next statement; None at the end of the text.

        Raises:
            TurtleSyntaxError: The text breaks the grammar.
        """
        self._found = []
        self._scan.advance()
        if self._scan.kind == END and self._block is None:
            return None
        self._statement_at, self._before_statement = self._scan.at, self._scan.before
        self._before_predicate = None
        step = self._begin()
        while step is not None:
            step = step()
        return self._found

    def statements(self) -> Iterator[list[LocatedQuad]]:
        """Yield the quads of each statement.

        Raises:
            TurtleSyntaxError: The text breaks the grammar.
        """
        while (found := self.statement()) is not None:
            yield found

    def _surprise(self, expected: str, progress: Progress = Progress.INSIDE) -> TurtleSyntaxError:
        """Return the error for a current token that may not stand where it stands."""
        return Surprise(
            self._scan.text,
            self._scan.at,
            self._scan.before,
            expected,
            progress,
            subject_at=self._statement_at,
            before_subject=self._before_statement,
            predicate_at=None if self._before_predicate is None else self._predicate[1],
            before_predicate=self._before_predicate or 0,
            bracket=self._frames[-1].opened if self._frames else None,
            block=self._block,
        ).error()

    # Statements and directives.

    def _begin(self) -> Step | None:
        """Take the first token of a statement."""
        kind = self._scan.kind
        if kind in _NODES:
            return self._as_first(self._resource(), self._scan.at)
        if kind == "[":
            node = self._empty_brackets()
            if node is not None:
                return self._as_first(node, self._scan.at)
            return self._open_properties(self._as_described)
        if kind == "(":
            return self._open_list(self._as_subject)
        return self._directive()

    def _directive(self) -> Step | None:
        kind, word = self._scan.kind, self._scan.written
        if kind == AT and word in {"@prefix", "@base"}:
            return self._declaration(word[1:], needs_dot=True)
        if kind == WORD and word.lower() in {"prefix", "base"}:
            return self._declaration(word.lower(), needs_dot=False)
        raise self._surprise("a subject, `PREFIX` or `BASE`")

    def _declaration(self, word: str, *, needs_dot: bool) -> Step | None:
        scan, prefix = self._scan, None
        if word == "prefix":
            is_prefix = scan.advance() == NAME and scan.written.find(":") == len(scan.written) - 1
            if not is_prefix:
                raise self._surprise("a prefix with its colon, such as `ex:`")
            self.naming.check_name(scan.written, scan.at)
            prefix = scan.written[:-1]
        if scan.advance() != IRI:
            raise self._surprise("a namespace between `<` and `>`")
        iri = self.naming.named(scan.written, scan.at).value
        if needs_dot and scan.advance() != ".":
            raise self._surprise("`.`", Progress.TRIPLE)
        self.naming.declare(prefix, iri, scan.position)
        return None

    # Predicates and objects.

    def _predicates(self) -> Step | None:
        """Read predicates and objects, of which there must be some."""
        return self._pairs() or self._verb(self._scan.advance()) or self._refuse("a predicate")

    def _more_predicates(self) -> Step | None:
        """Read what may follow ``;``: predicates and objects, another ``;`` or the end."""
        return self._pairs() or self._after_semicolon()

    def _predicates_or_end(self) -> Step | None:
        """Read what may follow ``[ ... ]`` as a subject: predicates and objects or the end, but no ``;``."""
        kind = self._scan.advance()
        return self._verb(kind) or self._end("a predicate or " + self._ends())

    def _after_semicolon(self) -> Step | None:
        kind = self._scan.advance()
        if kind == ";":
            return self._after_semicolon
        return self._verb(kind) or self._end("a predicate or " + self._ends(), Progress.SEMICOLON)

    def _done(self) -> Step | None:
        """End a statement whose dot was read."""
        return None

    def _refuse(self, expected: str) -> Step:
        raise self._surprise(expected)

    def _verb(self, kind: str) -> Step | None:
        """Take the current token as a predicate; return None if it is none."""
        scan = self._scan
        if kind in _NAMES:
            predicate = self.naming.named(scan.written, scan.at)
        elif kind == WORD and scan.written == "a":
            predicate = _TYPE
        else:
            return None
        self._predicate, self._before_predicate = (predicate, scan.at), scan.before
        return self._object

    def _pairs(self) -> Step | None:
        """Read all plainly written pairs that follow; return the step behind them, None without any."""
        text, position, mark = self._content, self._scan.position, ""
        naming, known, add = self.naming, self.naming.known, self._found.append
        subject, subject_at = self._subject
        graph, graph_at = self._graph, self._graph_at
        while (match := _PAIR.match(text, position)) is not None:
            verb, name, form, language, datatype, following = match.groups()
            if following == "." and self._frames:
                break
            predicate_at = at = match.span(1)
            predicate = known.get(verb) or (_TYPE if verb == "a" else naming.named(verb, at))
            if form is None:
                at = match.span(2)
                value: Term = known.get(name) or naming.named(name, at)
            else:
                start, end = match.span(3)
                if language is not None:
                    value, end = naming.tagged(form, language, match.span(4)), match.end(4)
                elif datatype is not None:
                    at = match.span(5)
                    value, end = naming.typed(form, naming.named(datatype, at), at), at[1]
                else:
                    value, end = Literal(form), end + 1
                at = (start - 1, end)
            add(_new(LocatedQuad, (subject, predicate, value, graph, subject_at, predicate_at, at, graph_at)))
            position, mark = match.end(), following
            if mark != ";":
                self._predicate = (predicate, predicate_at)
                break
        self._scan.position = position
        if mark == ".":
            return self._done
        if mark == ";":
            return self._after_semicolon
        return self._object if mark else None

    def _object(self) -> Step | None:
        self._scan.advance()
        return self._value(self._as_object, "an object")

    def _as_object(self, value: Term, at: Extent) -> Step | None:
        self._add(self._subject, self._predicate, value, at)
        return self._after_object

    def _after_object(self) -> Step | None:
        kind = self._scan.advance()
        if kind == ";":
            return self._more_predicates
        if kind == ",":
            return self._object
        return self._end(f"`;`, `,` or {self._ends()}", Progress.TRIPLE)

    def _ends(self) -> str:
        return "`]`" if self._frames else "`.`"

    def _end(self, expected: str, progress: Progress = Progress.INSIDE) -> Step | None:
        """End the predicates: of a statement at ``.``, of a blank node at ``]``."""
        if self._frames and self._scan.kind == "]":
            return self._close_properties()
        if not self._frames and self._scan.kind == ".":
            return None
        raise self._surprise(expected, progress)

    # Values.

    def _value(self, role: Role, expected: str) -> Step | None:
        """Hand the value that the current token is, or begins, to its role."""
        scan = self._scan
        kind, at = scan.kind, scan.at
        if kind in _NODES:
            return role(self._resource(), at)
        if kind in _STRINGS:
            value = self._literal()
            return role(value, (at[0], scan.position))
        if kind in _DATATYPES:
            return role(Literal(scan.written, datatype=_DATATYPES[kind]), at)
        if kind == WORD and scan.written in {"true", "false"}:
            return role(Literal(scan.written, datatype=_BOOLEAN), at)
        if kind == "(":
            return self._open_list(role)
        if kind == "[":
            node = self._empty_brackets()
            return self._open_properties(role) if node is None else role(node, scan.at)
        raise self._surprise(expected)

    def _literal(self) -> Literal:
        naming, scan = self.naming, self._scan
        form = naming.unescaped(tokens.string_body(scan.written), scan.at)
        if _SUFFIX.match(self._content, scan.position) is None:
            return Literal(form)
        if scan.advance() == AT:
            return naming.tagged(form, scan.written[1:], scan.at)
        if scan.advance() not in _NAMES:
            raise self._surprise("a datatype")
        return naming.typed(form, naming.named(scan.written, scan.at), scan.at)

    def _resource(self) -> NamedNode | BlankNode:
        token = self._scan.written
        if self._scan.kind == BLANK:
            return self.naming.blank(token, self._scan.at)
        return self.naming.named(token, self._scan.at)

    # Brackets.

    def _empty_brackets(self) -> BlankNode | None:
        """Return the node of ``[]`` where the opening bracket was just read and the closing one follows."""
        start = self._scan.at[0]
        empty = _EMPTY.match(self._content, self._scan.position)
        if empty is None:
            return None
        self._scan.position = empty.end()
        self._scan.at = (start, empty.end())
        return self.naming.unnamed(start)

    def _open_properties(self, role: Role) -> Step:
        self._push(role)
        self._subject = (self.naming.unnamed(self._scan.at[0]), self._scan.at)
        return self._predicates

    def _close_properties(self) -> Step | None:
        frame = self._pop()
        return frame.role(self.naming.unnamed(frame.opened[0]), frame.opened)

    def _open_list(self, role: Role) -> Step:
        self._push(role)
        self._cell = None
        return self._item

    def _item(self) -> Step | None:
        """Read an item of a list, or its end."""
        if self._scan.advance() == ")":
            return self._close_list()
        return self._value(self._as_item, "an item or `)`")

    def _close_list(self) -> Step | None:
        last, at, frame = self._cell, self._scan.at, self._pop()
        if last is None:
            return frame.role(_NIL, (frame.opened[0], at[1]))
        self._add(last, (_REST, at), _NIL, at)
        return frame.role(self.naming.unnamed(frame.opened[0]), frame.opened)

    def _push(self, role: Role) -> None:
        if len(self._frames) == MAX_DEPTH:
            message = f"brackets are nested deeper than {MAX_DEPTH}"
            advice = "name the inner nodes and describe them on their own"
            raise TurtleSyntaxError(self._scan.text, SYNTAX, message, self._scan.at, help_text=advice)
        self._frames.append(_Frame(self._scan.at, role, self._subject, self._predicate, self._cell))

    def _pop(self) -> _Frame:
        frame = self._frames.pop()
        self._subject, self._predicate, self._cell = frame.subject, frame.predicate, frame.cell
        return frame

    # What a value can be.

    def _as_item(self, value: Term, at: Extent) -> Step:
        opened = self._frames[-1].opened
        cell: Node = (self.naming.unnamed(opened[0]), opened)
        if self._cell is not None:
            cell = (self.naming.unnamed(at[0], "i"), at)
            self._add(self._cell, (_REST, at), *cell)
        self._add(cell, (_FIRST, at), value, at)
        self._cell = cell
        return self._item

    def _as_first(self, node: NamedNode | BlankNode, at: Extent) -> Step | None:
        """Take the first term of a statement."""
        return self._as_subject(node, at)

    def _as_subject(self, value: Term, at: Extent) -> Step | None:
        self._set_subject(value, at)
        return self._predicates

    def _as_described(self, value: Term, at: Extent) -> Step | None:
        """Take a blank node that already has properties as the subject."""
        self._set_subject(value, at)
        return self._predicates_or_end

    def _set_subject(self, value: Term, at: Extent) -> None:
        if not isinstance(value, Literal):  # no caller has one; this tells the type checker
            self._subject = (value, at)

    def _add(self, subject: Node, predicate: tuple[NamedNode, Extent], value: Term, at: Extent) -> None:
        self._found.append(
            LocatedQuad(
                subject[0], predicate[0], value, self._graph, subject[1], predicate[1], at, self._graph_at
            )
        )
