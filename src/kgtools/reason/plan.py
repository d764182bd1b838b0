"""Join plans: one Python function of nested loops per rule and place to start from.

A rule such as ``p(x, y), q(y, z) -> r(x, z)``, started from new facts of ``p``,
becomes::

    def run(delta, out):
        tried = 0
        for v0, v1 in delta:
            found = q_by_subject(v1, ())
            tried += len(found)
            if tried > 16384:
                look(out)
                tried = 0
            for v2 in found:
                key = (v0, v2)
                if key not in head:
                    head[key] = (rule, v1)
                    out.append(key)

The text holds names of slots only, never anything from the data; rules of one
form share one compiled text and differ in what fills the slots.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from kgtools.reason.limits import LOOK
from kgtools.reason.model import Kind

if TYPE_CHECKING:
    from kgtools.reason.linked import Goal, LinkedRule

Run: TypeAlias = Callable[..., Any]
Look: TypeAlias = Callable[[Sequence[Any]], None]
"""Looks at the limits; sees the list that results go to."""


class Mode(Enum):
    """What a plan does where the body holds."""

    DERIVE = "add the head and its proof, where it is new"
    RETRACT = "name the head, where exactly this derivation is its recorded proof"
    PROVE = "return the proof of a given head"


def derive(rule: LinkedRule, trigger: int, look: Look) -> Run:
    """Return ``run(delta, out)``: joins new facts of one body atom, appends new heads to ``out``.

    Args:
        rule: The rule.
        trigger: Which body atom the facts are of.
        look: Looks at the limits; asked whenever the rule was tried so often.
    """
    return _Writer(rule, Mode.DERIVE, look).write(trigger)


def retract(rule: LinkedRule, trigger: int) -> Run:
    """Return ``run(delta, out)``: appends the heads whose recorded proof uses a fact of ``delta``."""
    return _Writer(rule, Mode.RETRACT, None).write(trigger)


def prove(rule: LinkedRule) -> Run:
    """Return ``run(*key)``: a proof of the head with these arguments by this rule, or None."""
    return _Writer(rule, Mode.PROVE, None).write(None)


class _Writer:
    """Writes the text of one plan and collects what fills its slots."""

    def __init__(self, rule: LinkedRule, mode: Mode, look: Look | None) -> None:
        self._rule = rule
        self._mode = mode
        self._lines: list[str] = []
        self._slots: list[tuple[str, object]] = [("rule", rule), ("head", rule.head.table.facts)]
        self._names: dict[str, str] = {}
        self._loops = 0
        self._look = look
        self._guards = list(rule.guards)
        self._indent = 2

    def write(self, trigger: int | None) -> Run:
        """Return the function that starts at one body atom, or at the head."""
        todo = list(self._rule.body)
        if self._mode is Mode.DERIVE and self._is_copy():
            self._copy()
            return self._function("delta, out")
        if trigger is None:
            parameters = ", ".join(self._start_at_head(self._rule.head))
        else:
            parameters = "delta, out"
            if self._look is not None:
                self._line("tried = 0")
            start = todo.pop(trigger)
            self._start_at_facts(start, todo)
        self._emit_guards()
        for atom in self._order(todo):
            self._join(atom)
            self._emit_guards()
        self._finish()
        return self._function(parameters)

    def _function(self, parameters: str) -> Run:
        names, values = zip(*self._slots, strict=True)
        return _compiled(parameters, tuple(self._lines), names)(*values)  # type: ignore[no-any-return]

    def _is_copy(self) -> bool:
        """Return whether every fact of the one body atom is a fact of the head as it stands."""
        rule = self._rule
        args = rule.head.args
        alike = len(rule.body) == 1 and rule.body[0].args == args and not rule.guards
        return alike and len({arg for arg in args if isinstance(arg, str)}) == len(args)

    def _copy(self) -> None:
        self._line("fresh = [key for key in delta if key not in head]")
        self._line("head.update(dict.fromkeys(fresh, rule))")
        self._line("out.extend(fresh)")

    # -- where the joins start

    def _start_at_facts(self, atom: Goal, todo: list[Goal]) -> None:
        facts = "delta"
        twin = next((other for other in todo if other.args == atom.args), None)
        if twin is not None and all(isinstance(arg, str) for arg in atom.args):
            # A second condition on the very same arguments is a look-up, which filter() does at C speed.
            todo.remove(twin)
            facts = f"filter({self._slot('in', twin.table.facts.__contains__)}, delta)"
        self._loop_over_facts(atom, facts)

    def _start_at_head(self, head: Goal) -> list[str]:
        parameters = [f"a{number}" for number in range(len(head.args))]
        self._line("for _ in (None,):")  # so that guards may continue
        self._indent += 1
        self._unify(head, parameters)
        return parameters

    def _loop_over_facts(self, atom: Goal, facts: str) -> None:
        names, checks = [], []
        for arg in atom.args:
            if isinstance(arg, str) and arg not in self._names:
                names.append(self._name(arg))
            else:
                names.append(f"a{self._fresh()}")
                checks.append(f"if {names[-1]} != {self._value(arg)}: continue")
        self._line(f"for {', '.join(names)} in {facts}:")
        self._indent += 1
        for check in checks:
            self._line(check)

    def _unify(self, atom: Goal, places: list[str]) -> None:
        for arg, place in zip(atom.args, places, strict=True):
            if isinstance(arg, str) and arg not in self._names:
                self._names[arg] = place
            else:
                self._line(f"if {place} != {self._value(arg)}: continue")

    # -- joins

    def _order(self, todo: list[Goal]) -> list[Goal]:
        """Return the atoms, the most bound first: look-ups before joins before scans."""
        todo, bound, order = list(todo), set(self._names), []
        while todo:
            best = min(todo, key=lambda atom: _cost(atom, bound))
            todo.remove(best)
            order.append(best)
            bound |= {arg for arg in best.args if isinstance(arg, str)}
        return order

    def _join(self, atom: Goal) -> None:
        free = [
            number for number, arg in enumerate(atom.args) if isinstance(arg, str) and arg not in self._names
        ]
        if not free:
            self._line(f"if {self._key(atom)} not in {self._slot('f', atom.table.facts)}: continue")
            return
        if atom.table.arity > len(free):
            known = atom.args[1 - free[0]]
            index = atom.table.by_subject() if free[0] == 1 else atom.table.by_object()
            found = f"{self._slot('i', index.get)}({self._value(known)}, ())"
            found = self._counted(found)
            self._line(f"for {self._name(str(atom.args[free[0]]))} in {found}:")
            self._indent += 1
        else:
            # The head may grow the very table that is scanned.
            found = f"tuple({self._slot('f', atom.table.facts)})"
            self._loop_over_facts(atom, self._counted(found))

    def _counted(self, found: str) -> str:
        """Write that what a loop goes through is counted, and the limits are looked at where it was much."""
        if self._look is None:
            return found
        name = f"found{self._fresh()}"
        self._line(f"{name} = {found}")
        self._line(f"tried += len({name})")
        self._line(f"if tried > {LOOK}:")
        self._line(f"    {self._slot('look', self._look)}(out)")
        self._line("    tried = 0")
        return name

    def _emit_guards(self) -> None:
        for guard in list(self._guards):
            if not set(guard.args) <= self._names.keys():
                continue
            self._guards.remove(guard)
            args = [self._names[arg] for arg in guard.args]
            match guard.kind:
                case Kind.DIFFERENT:
                    refused = f"{args[0]} == {args[1]}"
                case Kind.LITERAL:
                    refused = f"{args[0]} >= 0"
                case Kind.RESOURCE:
                    refused = f"{args[0]} < 0"
                case Kind.TEST:
                    refused = f"not {self._slot('test', self._rule.tests[guard])}({', '.join(args)})"
            self._line(f"if {refused}: continue")

    # -- what happens where the body holds

    def _finish(self) -> None:
        extras = [self._names[name] for name in self._rule.extras]
        proof = f"(rule, {', '.join(extras)},)" if extras else "rule"
        if self._mode is Mode.PROVE:
            self._line(f"return {proof}")
            return
        key = self._key(self._rule.head)
        if "(" in key:
            self._line(f"key = {key}")
            key = "key"
        if self._mode is Mode.RETRACT:
            same = "==" if extras else "is"
            self._line(f"if head.get({key}) {same} {proof}: out.append({key})")
            return
        self._line(f"if {key} not in head:")
        self._indent += 1
        self._line(f"head[{key}] = {proof}")
        self._line(f"out.append({key})")

    # -- names

    def _key(self, atom: Goal) -> str:
        values = [self._value(arg) for arg in atom.args]
        return values[0] if len(values) == 1 else f"({values[0]}, {values[1]})"

    def _value(self, arg: str | int) -> str:
        return self._names[arg] if isinstance(arg, str) else self._slot("c", arg)

    def _name(self, variable: str) -> str:
        return self._names.setdefault(variable, f"v{len(self._names)}")

    def _fresh(self) -> int:
        self._loops += 1
        return self._loops

    def _slot(self, stem: str, value: object) -> str:
        name = f"{stem}{len(self._slots)}"
        self._slots.append((name, value))
        return name

    def _line(self, text: str) -> None:
        self._lines.append("    " * self._indent + text)


def _cost(atom: Goal, bound: set[str]) -> tuple[int, int]:
    free = sum(isinstance(arg, str) and arg not in bound for arg in atom.args)
    joined = any(isinstance(arg, str) and arg in bound for arg in atom.args)
    return free, 0 if joined else 1


@lru_cache(maxsize=1024)
def _compiled(parameters: str, lines: tuple[str, ...], slots: tuple[str, ...]) -> Run:
    text = "\n".join(
        [f"def make({', '.join(slots)}):", f"    def run({parameters}):", *lines, "    return run"]
    )
    scope: dict[str, Any] = {}
    exec(compile(text, "<join plan>", "exec"), scope)  # noqa: S102 - the text is made of slot names alone
    return scope["make"]  # type: ignore[no-any-return]
