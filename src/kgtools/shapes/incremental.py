"""Validation that is loaded once and then follows changes of the data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgtools.shapes import edit
from kgtools.shapes.judge import judge
from kgtools.shapes.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from kgtools.shapes.findings import Locate
    from kgtools.shapes.results import Judgement, Violation
    from kgtools.shapes.table import LiteralTable
    from kgtools.terms import Prefixes, Quad


@dataclass(frozen=True, slots=True)
class Delta:
    """What a change of the data did to its validation.

    Attributes:
        judgement: The whole judgement after the change, equal to that of a full validation.
        introduced: The results that the change brought.
        fixed: The results that it took away.
        added: The statements that really came: given, and not there before.
        deleted: The statements that really went. Given the other way round they undo the change.
    """

    judgement: Judgement
    introduced: tuple[Violation, ...]
    fixed: tuple[Violation, ...]
    added: tuple[Quad, ...]
    deleted: tuple[Quad, ...]


class Validation:
    """A data graph, its shapes, and what they find, kept up under changes.

    The data graph belongs to the validation: its default graph and the literal table are changed
    by :meth:`update` and by nobody else. What inference adds to a change, or takes away with it,
    has to be given with the change.

    Args:
        data: The store whose default graph is validated.
        shapes: The shapes graph.
        literals: What the store rewrote when it took the data.
        prefixes: How terms are shown in findings.
        locate: Gives the place of a statement of the shapes graph.
        refuse_vacuous: Whether it is an error that there is nothing to check.

    Example:
        >>> from kgtools.terms import RDF, SH, NamedNode, Quad
        >>> from pyoxigraph import RdfFormat, Store, parse
        >>> shapes = f"PREFIX sh: <{SH}> <x:S> sh:targetClass <x:C> ; sh:path <x:p> ; sh:minCount 1 ."
        >>> store = Store()
        >>> store.load("<x:a> a <x:C> ; <x:p> 1 .", RdfFormat.TURTLE)
        >>> validation = Validation(store, parse(shapes, RdfFormat.TURTLE))
        >>> validation.judgement.conforms
        True
        >>> delta = validation.update(added=[Quad(NamedNode("x:b"), RDF["type"], NamedNode("x:C"))])
        >>> [violation.focus_node.value for violation in delta.introduced], delta.fixed
        (['x:b'], ())
        >>> validation.update(added=delta.deleted, deleted=delta.added).judgement.conforms
        True
    """

    def __init__(
        self,
        data: Store,
        shapes: Store | Iterable[Quad],
        *,
        literals: LiteralTable | None = None,
        prefixes: Prefixes | None = None,
        locate: Locate | None = None,
        refuse_vacuous: bool = True,
    ) -> None:
        self._shapes = list(shapes)
        self._literals = literals
        self._view = View(data, literals, is_complete=literals is not None)
        self._prefixes, self._locate = prefixes, locate
        self._refuse_vacuous = refuse_vacuous
        self.judgement: Judgement = self._judge()

    def _judge(self) -> Judgement:
        return judge(
            self._view.store,
            self._shapes,
            prefixes=self._prefixes,
            literals=self._literals,
            locate=self._locate,
            refuse_vacuous=self._refuse_vacuous,
        )

    def update(self, added: Iterable[Quad] = (), deleted: Iterable[Quad] = ()) -> Delta:
        """Change the data graph and return what that did.

        Args:
            added: Statements to add, as they are written; what is there already is left out.
            deleted: Statements to take out first; what is not there is left out.
        """
        change = edit.plan(self._view, added, deleted)
        edit.delete(self._view, change.deleted)
        edit.add(self._view, change.added)
        before, self.judgement = self.judgement, self._judge()
        old, new = _counted(before), _counted(self.judgement)
        return Delta(
            self.judgement,
            tuple((new - old).elements()),
            tuple((old - new).elements()),
            change.added,
            change.deleted,
        )


def _counted(judgement: Judgement) -> Counter[Violation]:
    """Return how often each result occurs; details only explain one."""
    return Counter(replace(violation, details=()) for violation in judgement.violations)
