"""Focus nodes: what the targets of the shapes select in a data graph (SHACL 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.shapes.model import Shape, Target, TargetKind
from kgtools.terms import RDFS, Literal, NamedNode, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


class Targets:
    """Answers questions about targets over one store; class closures are computed once.

    Args:
        data: The store; its default graph holds the classes and their instances.
    """

    def __init__(self, data: Store) -> None:
        self._data = data
        self._closures: dict[Term, tuple[NamedNode, ...]] = {}

    def closure(self, class_: Term) -> tuple[NamedNode, ...]:
        """Return a class and all its subclasses in the data graph."""
        if class_ not in self._closures:
            query = f"SELECT DISTINCT ?c {{ ?c <{RDFS}subClassOf>* {class_} }}"
            found = {class_} | {solution["c"] for solution in self._data.query(query)}  # type: ignore[union-attr]
            self._closures[class_] = tuple(sorted((c for c in found if isinstance(c, NamedNode)), key=str))
        return self._closures[class_]

    def pattern(self, targets: Iterable[Target], variable: str = "?f") -> str:
        """Return a SPARQL group that binds a variable to the focus nodes, possibly more than once."""
        nodes = [str(target.term) for target in targets if target.kind is TargetKind.NODE]
        classes = sorted(
            {
                str(c)
                for target in targets
                if target.kind is TargetKind.CLASS
                for c in self.closure(target.term)
            }
        )
        branches = [f"{{ VALUES {variable} {{ {' '.join(nodes)} }} }}"] if nodes else []
        if len(classes) == 1:
            branches.append(f"{{ {variable} {_TYPE} {classes[0]} }}")
        elif classes:
            branches.append(f"{{ VALUES ?class {{ {' '.join(classes)} }} {variable} {_TYPE} ?class }}")
        for number, target in enumerate(targets):
            if target.kind is TargetKind.SUBJECTS_OF:
                branches.append(f"{{ {variable} {target.term} ?any{number} }}")
            elif target.kind is TargetKind.OBJECTS_OF:
                branches.append(f"{{ ?any{number} {target.term} {variable} }}")
        return " UNION ".join(branches) or "{ FILTER(false) }"

    def any(self, shape: Shape) -> bool:
        """Return whether a shape has at least one focus node."""
        return bool(self._data.query(f"ASK {{ {self.pattern(shape.targets)} }}"))

    def count(self, shapes: Iterable[Shape]) -> int:
        """Return how many different nodes the targets of several shapes select together."""
        targets = tuple(dict.fromkeys(target for shape in shapes for target in shape.targets))
        query = f"SELECT (COUNT(DISTINCT ?f) AS ?n) {{ {self.pattern(targets)} }}"
        (solution,) = self._data.query(query)  # type: ignore[misc]
        number = solution["n"]
        return int(number.value) if isinstance(number, Literal) else 0
