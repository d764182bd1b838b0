"""What a change of a data graph brings, where nothing but what it touches is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.shapes import edit
from kgtools.shapes.engine import Run, view_of
from kgtools.shapes.findings import Findings
from kgtools.shapes.graph import Graph
from kgtools.shapes.judge import read_usable_shapes
from kgtools.shapes.kept import Kept
from kgtools.shapes.model import Shapes
from kgtools.shapes.results import Task
from kgtools.shapes.targets import Targets
from kgtools.shapes.touched import Index
from kgtools.terms import Prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from kgtools.shapes.edit import Edit
    from kgtools.shapes.results import Outcome
    from kgtools.shapes.table import LiteralTable
    from kgtools.shapes.touched import Touched
    from kgtools.terms import Quad, TripleLike


class Trial:
    """A data graph and its shapes, for changes that are made, judged and mostly undone.

    A :class:`~kgtools.shapes.Validation` knows all results; this knows none, and so costs nothing before the
    first change. The data graph belongs to the trial.

    Args:
        data: The store whose default graph is validated.
        shapes: The shapes graph.
        literals: What the store rewrote when it took the data.
        prefixes: How terms are shown in findings.

    Attributes:
        usable: Whether the shapes can judge; where not, nothing is found.

    Example:
        >>> from kgtools.terms import RDF, SH, NamedNode, Quad
        >>> from pyoxigraph import RdfFormat, Store, parse
        >>> shapes = f"PREFIX sh: <{SH}> <x:S> sh:targetClass <x:C> ; sh:path <x:p> ; sh:minCount 1 ."
        >>> store = Store()
        >>> store.load("<x:a> a <x:C> .", RdfFormat.TURTLE)
        >>> trial = Trial(store, parse(shapes, RdfFormat.TURTLE))
        >>> change, touched = trial.write(added=[Quad(NamedNode("x:b"), RDF["type"], NamedNode("x:C"))])
        >>> [violation.focus_node.value for violation in trial.find(touched).violations]
        ['x:b']
        >>> trial.undo(change)
        >>> trial.find(touched).violations
        ()
    """

    def __init__(
        self,
        data: Store,
        shapes: Iterable[TripleLike],
        *,
        literals: LiteralTable | None = None,
        prefixes: Prefixes | None = None,
    ) -> None:
        findings = Findings(prefixes or Prefixes(), None)
        graph = Graph(shapes)
        read = read_usable_shapes(graph, literals, findings)
        self.usable = not findings.fatal
        self._targets = Targets(data)
        self._task = Task(data, graph, read if self.usable else Shapes(), self._targets, literals)
        self._view = view_of(self._task)
        self._index = Index(Kept(self._task).units, self._task.shapes)

    @property
    def has_focus_nodes(self) -> bool:
        """Whether a shape matches any node of the data as it is."""
        return any(self._targets.any(shape) for shape in self._task.shapes.targeted())

    def write(self, added: Iterable[Quad] = (), deleted: Iterable[Quad] = ()) -> tuple[Edit, Touched]:
        """Change the data; return what really changed, and what that can concern before and after it.

        Args:
            added: Statements to add, as they are written; what is there already is left out.
            deleted: Statements to take out first; what is not there is left out.
        """
        change = edit.plan(self._view, added, deleted)
        return change, self._index.write(change, self._view, self._targets)

    def undo(self, change: Edit) -> None:
        """Make a change undone."""
        edit.delete(self._view, change.added)
        edit.add(self._view, change.deleted)
        self._targets.forget(subclasses=True)

    def find(self, touched: Touched) -> Outcome:
        """Return the results in the data as it is, of nothing but what a change can concern."""
        kept = Kept(self._task)
        kept.renew(Run(self._task, self._view), touched, self._view, self._targets)
        return kept.outcome()
