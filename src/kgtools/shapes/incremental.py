"""Validation that is loaded once and then follows changes of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.shapes import edit
from kgtools.shapes.coverage import Coverage, Recount
from kgtools.shapes.engine import Run, view_of
from kgtools.shapes.findings import Findings
from kgtools.shapes.graph import Graph
from kgtools.shapes.judge import find_vacuous, judgement_of, read_usable_shapes
from kgtools.shapes.kept import Kept
from kgtools.shapes.model import Shapes
from kgtools.shapes.results import Task
from kgtools.shapes.targets import Targets
from kgtools.shapes.touched import Index
from kgtools.shapes.view import View
from kgtools.terms import Prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from kgtools.shapes.edit import Edit
    from kgtools.shapes.findings import Locate
    from kgtools.shapes.results import Judgement, Violation
    from kgtools.shapes.table import LiteralTable
    from kgtools.shapes.touched import Touched
    from kgtools.terms import Quad, TripleLike


@dataclass(frozen=True, slots=True)
class Delta:
    """What a change of the data did to its validation.

    Attributes:
        judgement: The whole judgement after the change, equal to that of a full validation.
        introduced: The results that the change brought.
        fixed: The results that it took away.
        added: The statements that really came: given, and not there before.
        deleted: The statements that really went. Given the other way round they undo the change.
        run_in_part: How many constraints were run on single targeted nodes.
        run_in_full: How many constraints were run on all of theirs, since no way leads back from
            the change.
        focus_nodes: How many nodes were looked at by the constraints run in part.
    """

    judgement: Judgement
    introduced: tuple[Violation, ...]
    fixed: tuple[Violation, ...]
    added: tuple[Quad, ...]
    deleted: tuple[Quad, ...]
    run_in_part: int = 0
    run_in_full: int = 0
    focus_nodes: int = 0


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
        shapes: Iterable[TripleLike],
        *,
        literals: LiteralTable | None = None,
        prefixes: Prefixes | None = None,
        locate: Locate | None = None,
        refuse_vacuous: bool = True,
    ) -> None:
        self._findings = Findings(prefixes or Prefixes(), locate)
        self._refuse_vacuous = refuse_vacuous
        graph = Graph(shapes)
        self._shapes = read_usable_shapes(graph, literals, self._findings)
        # Nothing is judged by shapes that cannot be used; the data follows its changes nevertheless.
        used = Shapes() if self._findings.fatal else self._shapes
        self._targets = Targets(data)
        self._task = Task(data, graph, used, self._targets, literals)
        self._view = view_of(self._task)
        self._coverage = Coverage.of(used, self._targets)
        self._kept = Kept(self._task, Run(self._task, self._view))
        self._index = Index(self._kept.units, used)
        self.judgement: Judgement = self._judgement()

    def _judgement(self) -> Judgement:
        findings = self._findings.copy()
        find_vacuous(self._shapes, self._coverage, findings, refuse=self._refuse_vacuous)
        return judgement_of(self._shapes, self._coverage, findings, self._kept.outcome())

    def update(self, added: Iterable[Quad] = (), deleted: Iterable[Quad] = ()) -> Delta:
        """Change the data graph and return what that did.

        Args:
            added: Statements to add, as they are written; what is there already is left out.
            deleted: Statements to take out first; what is not there is left out.
        """
        change = edit.plan(self._view, added, deleted)
        touched = self._write(change)
        run = Run(self._task, self._view)
        done = self._kept.renew(run, touched, self._view, self._targets)
        self.judgement = self._judgement()
        return Delta(
            judgement=self.judgement,
            introduced=tuple(done.introduced.elements()),
            fixed=tuple(done.fixed.elements()),
            added=change.added,
            deleted=change.deleted,
            run_in_part=done.in_part,
            run_in_full=done.in_full,
            focus_nodes=len(done.nodes),
        )

    def _write(self, change: Edit) -> Touched:
        """Change the data and return what that can concern."""
        targets, quads = self._targets, (*change.deleted, *change.added)
        as_stored = View(self._view.store, is_complete=False)
        moving = self._index.targeted(quads, targets)
        recount = Recount(self._coverage, self._task.shapes, targets, as_stored, moving)
        touched = self._index.write(change, self._view, targets)
        if touched.reclassed:
            self._coverage = Coverage.of(self._task.shapes, targets)
        else:
            self._coverage = recount.coverage()
        return touched
