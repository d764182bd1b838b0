"""What validation gives back: violations, and the judgement that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.terms import SH, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Store

    from kgtools.diagnostics.model import Diagnostic
    from kgtools.shapes.checks import Check
    from kgtools.shapes.graph import Graph
    from kgtools.shapes.model import Shapes
    from kgtools.shapes.paths import Path
    from kgtools.shapes.table import LiteralTable
    from kgtools.shapes.targets import Targets
    from kgtools.terms import Literal


@dataclass(frozen=True, slots=True)
class Violation:
    """One validation result (SHACL 3.6.2).

    Attributes:
        focus_node: The node that was validated.
        path: The path of the property shape, or the one a SPARQL constraint gave.
        value: The value node that is wrong; None where the set of values is.
        component: The constraint component.
        source_shape: The shape that holds the constraint.
        severity: ``sh:Violation``, ``sh:Warning``, ``sh:Info`` or an IRI of one's own.
        messages: The author's messages, filled in; none where the shape has no ``sh:message``.
        node_shape: The nearest node shape with an IRI; None where all shapes are blank nodes.
        source_constraint: The SPARQL constraint; None for SHACL Core.
        check: The constraint itself; None where the engine does not say which of several.
        details: Results of the nested shapes that explain this one.
    """

    focus_node: Term
    path: Path | None
    value: Term | None
    component: Subject
    source_shape: Subject
    severity: NamedNode = SH["Violation"]
    messages: tuple[Literal, ...] = ()
    node_shape: NamedNode | None = None
    source_constraint: Subject | None = None
    check: Check | None = None
    details: tuple[Violation, ...] = ()

    @property
    def leaves(self) -> tuple[Violation, ...]:
        """The innermost results of the nested shapes that explain this one; none where it has no details."""
        return tuple(leaf for detail in self.details for leaf in detail.leaves or (detail,))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome of one validation.

    Attributes:
        violations: All results, whatever their severity.
        diagnostics: Findings about the shapes themselves (KG601 to KG613).
        shapes: How many shapes are active.
        focus_nodes: How many different nodes at least one active shape targets.
        judged: False where nothing could be judged; then there are no violations and no verdict.
    """

    violations: tuple[Violation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    shapes: int = 0
    focus_nodes: int = 0
    judged: bool = True

    @property
    def conforms(self) -> bool:
        """``sh:conforms`` of the Recommendation: judged, and no result of any severity."""
        return self.judged and not self.violations


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine gives back: its violations, and findings about what it could not do."""

    violations: tuple[Violation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """What an engine is given.

    Attributes:
        data: The store whose default graph is validated.
        graph: The shapes graph.
        shapes: The same, in typed form.
        targets: Knows the focus nodes.
        literals: What the store rewrote; None where that is not known.
    """

    data: Store
    graph: Graph
    shapes: Shapes
    targets: Targets
    literals: LiteralTable | None = None


if TYPE_CHECKING:
    Engine = Callable[[Task], Outcome]
    """An engine validates the default graph of a store; it writes nothing into store or shapes."""
    Violations = Iterable[Violation]
