"""The two sides of a subclass axiom: bodies on the left, heads on the right.

What each side may hold is the grammar of OWL 2 Profiles, section 4.2.3; the
left side also takes "min 1", which means the same as "some".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.reason.collect import Body, RuleCollector, role_atom
from kgtools.reason.expressions import (
    And,
    Cardinality,
    DataRange,
    HasSelf,
    HasValue,
    Not,
    OneOf,
    Only,
    Or,
    Some,
)
from kgtools.reason.model import Argument, Atom, Guard, Kind, Origin
from kgtools.terms import OWL, RDFS, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.reason.expressions import Expression, Role
    from kgtools.terms import Term

SAME = OWL["sameAs"]
_EVERYTHING = frozenset({OWL["Thing"], RDFS["Resource"]})


class OutsideError(Exception):
    """An expression has no place on its side of an OWL 2 RL axiom; the text says why."""


class SideCompiler(RuleCollector):
    """Turns the two sides of subclass axioms into rules."""

    def sub_class(self, left: Expression, right: Expression, origin: Origin) -> None:
        """Add the rules of one subclass axiom, or report it."""
        if left == right:
            return
        try:
            bodies = self.left(left, "x", origin)
        except OutsideError as error:
            self.report(origin, str(error))
            return
        for body in bodies:
            self.right(right, "x", body, origin)

    # -- the left side

    def left(  # noqa: C901 - one case per kind of expression
        self, expression: Expression, x: str, origin: Origin
    ) -> list[Body]:
        """Return the bodies, each of which makes ``x`` an instance of the expression.

        Raises:
            OutsideError: No rule can recognise the instances.
        """
        match expression:
            case NamedNode():
                return self._left_named(expression, x)
            case Or(parts):
                return [body for part in parts for body in self.left(part, x, origin)]
            case And(parts):
                conjuncts = [self.conjunct(part, x, origin) for part in parts if part not in _EVERYTHING]
                if not conjuncts:
                    raise OutsideError("everything there is has no list to join over")
                return [sum(conjuncts, Body())]
            case Some(role, filler) | Cardinality("min", 1, role, filler):
                y = self.fresh()
                return [Body((role_atom(role, x, y),)) + self._filler(filler, y, origin)]
            case HasValue(role, held):
                return [Body((role_atom(role, x, held),))]
            case OneOf(members):
                return [self._enumeration(members, x, origin)]
            case Only():
                raise OutsideError("that all values are of a kind cannot be seen in an open world")
            case Not():
                raise OutsideError("an absence cannot be seen in an open world")
            case HasSelf():
                raise OutsideError("a local reflexivity is not part of OWL 2 RL")
            case Cardinality("min"):
                raise OutsideError("counting on the left side is not part of OWL 2 RL")
            case Cardinality():
                raise OutsideError("how many there are cannot be seen in an open world")

    def conjunct(self, expression: Expression, x: str, origin: Origin) -> Body:
        """Return one body; alternatives are gathered under a symbol of their own.

        Raises:
            OutsideError: No rule can recognise the instances.
        """
        bodies = self.left(expression, x, origin)
        if len(bodies) == 1:
            return bodies[0]
        symbol = self.symbol(self.words.expression(expression))
        for body in bodies:
            self.rule(Atom(symbol, (x,)), body, origin)
        return Body((Atom(symbol, (x,)),))

    def _left_named(self, name: NamedNode, x: str) -> list[Body]:
        if name in _EVERYTHING:
            raise OutsideError("everything there is has no list to join over")
        return [] if name == OWL["Nothing"] else [Body((Atom(name, (x,)),))]

    def _filler(self, filler: Expression | DataRange | None, y: str, origin: Origin) -> Body:
        if filler is None or filler in _EVERYTHING:
            return Body()
        if not isinstance(filler, DataRange):
            return self.conjunct(filler, y, origin)
        if not filler.known:
            raise OutsideError("nothing is known about the values of its datatype")
        return Body().where(
            _literal(y), Guard(Kind.TEST, (y,), filler.contains, self.words.expression(filler))
        )

    def _enumeration(self, members: Iterable[Argument], x: str, origin: Origin) -> Body:
        symbol = self.symbol("one of its members")
        for member in members:
            self.rule(Atom(symbol, (member,)), Body(), origin)
        return Body((Atom(symbol, (x,)),))

    # -- the right side

    def right(  # noqa: C901 - one case per kind of expression
        self, expression: Expression, x: str, body: Body, origin: Origin
    ) -> None:
        """Add the rules by which ``x``, where the body holds, has what the expression says."""
        match expression:
            case NamedNode():
                self._right_named(expression, x, body, origin)
            case And(parts):
                for part in parts:
                    self.right(part, x, body, origin)
            case Not(part):
                self._right_not(part, x, body, origin)
            case Only(role, filler):
                self._right_only(role, filler, x, body, origin)
            case HasValue(role, held):
                self.rule(role_atom(role, x, held), body, origin)
            case Cardinality():
                self._right_count(expression, x, body, origin)
            case Some():
                self.report(origin, "it says that something exists which need have no name")
            case Or():
                self.report(origin, "it says that one of several holds, not which")
            case OneOf():
                self.report(origin, "it says that one of several is meant, not which")
            case HasSelf():
                self.report(origin, "a local reflexivity is not part of OWL 2 RL")

    def _right_named(self, name: NamedNode, x: str, body: Body, origin: Origin) -> None:
        if name == OWL["Nothing"]:
            self.clash((x,), body, origin)
        elif name not in _EVERYTHING:
            self.rule(Atom(name, (x,)), body, origin)

    def _right_not(self, part: Expression, x: str, body: Body, origin: Origin) -> None:
        if part in _EVERYTHING:
            self.clash((x,), body, origin)
            return
        if isinstance(part, Not):
            self.right(part.part, x, body, origin)
            return
        try:
            for inner in self.left(part, x, origin):
                self.clash((x,), body + inner, origin)
        except OutsideError as error:
            self.report(origin, str(error))

    def _right_only(
        self, role: Role, filler: Expression | DataRange, x: str, body: Body, origin: Origin
    ) -> None:
        y = self.fresh()
        body += Body((role_atom(role, x, y),))
        if isinstance(filler, DataRange):
            self.outside_range(filler, (x, y), body, origin)
        else:
            self.right(filler, y, body, origin)

    def outside_range(self, data: DataRange, args: tuple[str, str], body: Body, origin: Origin) -> None:
        """Add the finding that a literal, the second of the arguments, lies outside a data range."""

        def outside(literal: Literal) -> bool:
            return not data.contains(literal)

        if not data.known:
            self.report(origin, "nothing is known about the values of its datatype")
            return
        text = f"not {self.words.expression(data)}"
        guards = (_literal(args[1]), Guard(Kind.TEST, (args[1],), outside, text))
        self.clash(args, body.where(*guards), origin, "KG706")

    def _right_count(self, count: Cardinality, x: str, body: Body, origin: Origin) -> None:
        if count.word != "max" and count.number > 0:
            self.report(origin, "it says that something exists which need have no name")
        if count.word == "min":
            return
        if count.number > 1:
            self.report(origin, "OWL 2 RL counts no further than one")
            return
        try:
            values = [self.fresh() for _ in range(count.number + 1)]
            for y in values:
                body += Body((role_atom(count.role, x, y),)) + self._filler(count.filler, y, origin)
        except OutsideError as error:
            self.report(origin, str(error))
            return
        if count.number == 0:
            self.clash((x, values[0]), body, origin)
        else:
            self.same((values[0], values[1]), x, body, origin)

    def same(self, values: tuple[str, str], of: str, body: Body, origin: Origin) -> None:
        """Add the rules by which two bound values of a thing are one: equal names, or literals that clash."""
        left, right = values
        different = Guard(Kind.DIFFERENT, values)
        resources = (Guard(Kind.RESOURCE, (left,)), Guard(Kind.RESOURCE, (right,)))
        self.rule(Atom(SAME, values), body.where(different, *resources), origin)
        literals = (_literal(left), _literal(right))
        # Of two values one is before the other, so that a pair of them is one finding.
        ordered = Guard(Kind.TEST, (right, left), _is_before, f"{right} before {left}")
        self.clash((of, left), body.where(different, *literals, ordered), origin)


def _is_before(first: Term, second: Term) -> bool:
    return str(first) < str(second)


def _literal(variable: str) -> Guard:
    return Guard(Kind.LITERAL, (variable,))
