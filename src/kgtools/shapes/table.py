"""The literal table: what statements said before a store rewrote them.

A store turns ``"05"^^xsd:integer`` into ``5`` and ``"300"^^xsd:byte`` into an ``xsd:integer``.
Constraints on datatypes, lexical forms and term identity need the original, so quads are watched
on their way from the parser into the store.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kgtools.literals import is_plain, is_well_formed
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Quad, Subject, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

Statement = tuple[Subject, NamedNode]
_SAME = frozenset({XSD + "string", XSD + "anyURI"})
_PROBE = NamedNode("urn:kgtools:probe")


class LiteralTable:
    """The statements whose literal is ill-formed or comes back from a store as another one.

    Example:
        >>> from pyoxigraph import RdfFormat, parse
        >>> table, store = LiteralTable(), Store()
        >>> store.extend(table.watch(parse("<x:a> <x:p> 05 ; <x:q> 7 .", RdfFormat.TURTLE)))
        >>> [literal.value for literal in table.originals(NamedNode("x:a"), NamedNode("x:p"))]
        ['05']
        >>> sorted(quad.object.value for quad in store)
        ['5', '7']
    """

    def __init__(self) -> None:
        self._statements: dict[Statement, dict[Literal, None]] = {}
        self._by_predicate: dict[NamedNode, dict[Subject, bool]] = {}
        self._ill_formed: dict[Quad, None] = {}
        self._spellings: dict[Literal, dict[Literal, None]] = {}
        # Canonical literals of the subject being read: one of them may fall together with another.
        self._current: Subject | None = None
        self._canonical: list[tuple[NamedNode, Literal]] = []

    def __len__(self) -> int:
        """Return how many statements are kept."""
        return sum(len(originals) for originals in self._statements.values())

    @property
    def ill_formed(self) -> tuple[Quad, ...]:
        """The quads whose literal is not in the lexical space of its datatype, as written."""
        return tuple(self._ill_formed)

    def watch(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield quads unchanged and in order, keeping what a store would rewrite.

        All statements of one subject should follow each other, as they do in files; else two
        literals of one value in different places may be counted as one.
        """
        for quad in quads:
            literal = quad.object
            if type(literal) is Literal:
                datatype = literal.datatype.value
                if datatype.startswith(XSD) and datatype not in _SAME:
                    self._add(quad, literal)
            yield quad

    def _add(self, quad: Quad, literal: Literal) -> None:
        subject, predicate = quad.subject, quad.predicate
        if not isinstance(subject, NamedNode | BlankNode):
            return
        if subject != self._current:
            self._current, self._canonical = subject, []
        if is_kept(literal):
            self._canonical.append((predicate, literal))
            if (subject, predicate) not in self._statements:
                return
        self.add(quad, (other for name, other in self._canonical if name == predicate))

    def add(self, quad: Quad, beside: Iterable[Literal] = ()) -> None:
        """Keep a statement, if its literal or another one of its subject and predicate is rewritten.

        Args:
            quad: A statement as written.
            beside: Literals that the same subject and predicate already have.
        """
        subject, predicate, literal = quad.subject, quad.predicate, quad.object
        if isinstance(subject, NamedNode | BlankNode) and isinstance(literal, Literal):
            statement = subject, predicate
            if statement not in self._statements:
                if is_kept(literal):
                    return
                self._statements[statement] = dict.fromkeys(each for each in beside if may_change(each))
            if may_change(literal):
                self._statements[statement][literal] = None
                self._look_at(statement)
            if not is_kept(literal):
                self._spellings.setdefault(stored(literal), {})[literal] = None
                if not is_well_formed(literal):
                    self._ill_formed[quad] = None

    def discard(self, quad: Quad) -> None:
        """Forget a statement as written; what remains beside it is kept while one of it is rewritten."""
        subject, predicate, literal = quad.subject, quad.predicate, quad.object
        if isinstance(subject, NamedNode | BlankNode) and isinstance(literal, Literal):
            statement = subject, predicate
            originals = self._statements.get(statement, {})
            originals.pop(literal, None)
            self._ill_formed.pop(quad, None)
            if not all(map(is_kept, originals)):
                self._look_at(statement)
            elif statement in self._statements:
                del self._statements[statement], self._by_predicate[predicate][subject]

    def _look_at(self, statement: Statement) -> None:
        """Note whether more than the spelling of a statement is at stake."""
        subject, predicate = statement
        originals = self._statements[statement]
        kept = [stored(literal) for literal in originals]
        is_benign = len(set(kept)) == len(kept) and all(
            is_well_formed(literal) and after.datatype == literal.datatype
            for literal, after in zip(originals, kept, strict=True)
        )
        self._by_predicate.setdefault(predicate, {})[subject] = not is_benign

    def originals(self, subject: Term | Triple, predicate: NamedNode) -> tuple[Literal, ...]:
        """Return the literals as written of a statement that is kept here, else nothing."""
        if not isinstance(subject, NamedNode | BlankNode):
            return ()
        return tuple(self._statements.get((subject, predicate), ()))

    def may_be_rewritten(self, literal: Literal) -> bool:
        """Return whether a literal of the store stands for another one somewhere."""
        return literal in self._spellings

    def spellings(self, literal: Literal) -> Collection[Literal]:
        """Return the other literals that a literal of the store may stand for; some are gone again."""
        return self._spellings.get(literal, ())

    def subjects(self, predicate: NamedNode) -> Mapping[Subject, bool]:
        """Return the subjects of kept statements, and whether their value or datatype is at stake.

        False means that only the spelling changed: the value and its datatype are as written.
        """
        return self._by_predicate.get(predicate, {})

    def predicates(self) -> Collection[NamedNode]:
        """Return the predicates of kept statements."""
        return self._by_predicate.keys()


def may_change(literal: Literal) -> bool:
    """Return whether a store rewrites literals of this datatype, or their well-formedness is at stake."""
    datatype = literal.datatype.value
    return datatype.startswith(XSD) and datatype not in _SAME


def is_kept(literal: Literal) -> bool:
    """Return whether a literal is well-formed and comes back from a store as it went in."""
    if is_plain(literal.value, literal.datatype.value):
        return True
    return stored(literal) == literal and is_well_formed(literal)


def stored(literal: Literal) -> Literal:
    """Return a literal as a store gives it back.

    Example:
        >>> stored(Literal("4.0", datatype=XSD["decimal"])).value
        '4'
    """
    return _through_store(literal) if may_change(literal) else literal


@lru_cache(maxsize=65536)
def _through_store(literal: Literal) -> Literal:
    store = Store()
    store.add(Quad(_PROBE, _PROBE, literal))
    found = next(iter(store)).object
    return found if isinstance(found, Literal) else literal
