"""Focus nodes: what the targets of the shapes select in a data graph (SHACL 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Variable

from kgtools.literals import is_well_formed
from kgtools.shapes.model import Shape, Target, TargetKind
from kgtools.shapes.table import stored
from kgtools.sparql import tree, write
from kgtools.sparql.tree import (
    Exists,
    Filter,
    Group,
    Key,
    Projected,
    Select,
    Triple,
    Union,
    Values,
)
from kgtools.terms import RDF, RDFS, BlankNode, Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from kgtools.sparql.tree import Element
    from kgtools.terms import AnyTerm

_TYPE, _SUBCLASS, _GRAPH = RDF["type"], RDFS["subClassOf"], DefaultGraph()
_CLASS, _FOCUS = Variable("kg_class"), Variable("f")
_ENDS = (TargetKind.SUBJECTS_OF, TargetKind.OBJECTS_OF)


class Targets:
    """Answers questions about targets over one store; class closures are computed once.

    Args:
        data: The store; its default graph holds the classes and their instances.
    """

    def __init__(self, data: Store) -> None:
        self._data = data
        self._below: dict[AnyTerm, set[Subject]] | None = None
        self._closures: dict[Term, tuple[NamedNode, ...]] = {}
        self._needed: dict[Term, tuple[NamedNode, ...]] = {}

    def closure(self, class_: Term) -> tuple[NamedNode, ...]:
        """Return a class and all its subclasses in the data graph."""
        if class_ not in self._closures:
            found, waiting = {class_}, [class_]
            while waiting:
                below = self._subclasses.get(waiting.pop(), set()) - found
                found |= below
                waiting += below
            self._closures[class_] = tuple(sorted((c for c in found if isinstance(c, NamedNode)), key=str))
        return self._closures[class_]

    @property
    def _subclasses(self) -> dict[AnyTerm, set[Subject]]:
        """The direct subclasses of each class, read at once: on an endpoint blank nodes have no names."""
        if self._below is None:
            self._below = {}
            for quad in self._data.quads_for_pattern(None, _SUBCLASS, None, _GRAPH):
                if isinstance(quad.subject, NamedNode | BlankNode):
                    self._below.setdefault(quad.object, set()).add(quad.subject)
        return self._below

    def forget(self, *, subclasses: bool) -> None:
        """Forget what the types of nodes told, and if so the subclasses: the data changed."""
        self._needed.clear()
        if subclasses:
            self._closures.clear()
            self._below = None

    def needed(self, class_: NamedNode) -> tuple[NamedNode, ...]:
        """Return the classes whose instances are all instances of a class.

        A subclass is left out where each of its instances is typed with the class as well, as
        after inference: then one type is enough to look for.
        """
        if class_ not in self._needed:
            others = [c for c in self.closure(class_) if c != class_ and self._adds(c, class_)]
            self._needed[class_] = (class_, *others)
        return self._needed[class_]

    def _adds(self, subclass: NamedNode, class_: NamedNode) -> bool:
        typed = Filter(Exists(Group((Triple(_FOCUS, _TYPE, class_),)), negated=True))
        return bool(self._data.query(write.query(tree.Ask(Group((Triple(_FOCUS, _TYPE, subclass), typed))))))

    def elements(
        self, targets: Iterable[Target], focus: Variable, *, for_each_value: bool = False
    ) -> tuple[Element, ...]:
        """Return a pattern that binds a variable to the focus nodes, some perhaps more than once.

        One is bound as often as it has targeted classes or declarations, but not for each of its values: that
        takes reading all of them first, so that it is not worth it where any one is asked for.
        Target nodes that no query can judge are left out; see :meth:`odd`.
        """
        branches: list[tuple[Element, ...]] = []
        targets = tuple(targets)
        nodes = [t.term for t in targets if t.kind is TargetKind.NODE and not self._is_odd(t.term)]
        if nodes:
            rows = tuple((node,) for node in nodes if isinstance(node, NamedNode | Literal))
            branches.append((Values((focus,), rows),))
        wanted = [t.term for t in targets if t.kind is TargetKind.CLASS and isinstance(t.term, NamedNode)]
        classes = tuple(dict.fromkeys(c for term in wanted for c in self.needed(term)))
        if len(classes) == 1:
            branches.append((Triple(focus, _TYPE, classes[0]),))
        elif classes:
            branches.append((Values((_CLASS,), tuple((c,) for c in classes)), Triple(focus, _TYPE, _CLASS)))
        for number, target in enumerate(targets):
            other = Variable(f"kg_any{number}")
            if target.kind in _ENDS and isinstance(target.term, NamedNode):
                ends = (focus, other) if target.kind is TargetKind.SUBJECTS_OF else (other, focus)
                triple = Triple(ends[0], target.term, ends[1])
                branches.append((triple,) if for_each_value else _each_once(triple, focus))
        if len(branches) == 1:
            return branches[0]
        return (Union(tuple(Group(branch) for branch in branches)),) if branches else (Values((focus,), ()),)

    def once(self, targets: Iterable[Target], focus: Variable) -> tuple[Element, ...]:
        """Return a pattern that binds a variable to each focus node exactly once."""
        elements = self.elements(targets, focus)
        if len(elements) == 1 and isinstance(elements[0], Triple) and elements[0].predicate == _TYPE:
            return elements
        return (Select((Projected(focus),), Group(elements), distinct=True),)

    def nodes(self, targets: Iterable[Target]) -> list[Term]:
        """Return the focus nodes, each once, as the store has them."""
        select = Select((Projected(_FOCUS),), Group(self.once(targets, _FOCUS)))
        rows: Any = self._data.query(write.query(select))
        return [row[0] for row in rows]

    def odd(self, targets: Iterable[Target]) -> tuple[Term, ...]:
        """Return the target nodes that no query can judge.

        They are ill-formed literals, literals that a store rewrites, and nodes that do not occur in
        the data: a path of no steps leads from them to themselves, but a query finds nothing there.
        """
        return tuple(t.term for t in targets if t.kind is TargetKind.NODE and self._is_odd(t.term))

    def _is_odd(self, term: Term) -> bool:
        if isinstance(term, Literal) and (stored(term) != term or not is_well_formed(term)):
            return True
        return not self._occurs(term)

    def _occurs(self, term: Term) -> bool:
        as_object = self._data.quads_for_pattern(None, None, term, _GRAPH)
        if any(True for _ in as_object):
            return True
        return not isinstance(term, Literal) and any(
            True for _ in self._data.quads_for_pattern(term, None, None, _GRAPH)
        )

    def contains(self, shape: Shape, node: Term) -> bool:
        """Return whether a node of the store is a focus node of a shape."""
        return any(self._selects(target, node) for target in shape.targets)

    def _selects(self, target: Target, node: Term) -> bool:
        if target.kind is TargetKind.NODE:
            return target.term == node
        if not isinstance(target.term, NamedNode):
            return False
        if target.kind is TargetKind.OBJECTS_OF:
            return any(True for _ in self._data.quads_for_pattern(None, target.term, node, _GRAPH))
        if not isinstance(node, NamedNode | BlankNode):
            return False
        if target.kind is TargetKind.SUBJECTS_OF:
            return any(True for _ in self._data.quads_for_pattern(node, target.term, None, _GRAPH))
        types = {quad.object for quad in self._data.quads_for_pattern(node, _TYPE, None, _GRAPH)}
        return not types.isdisjoint(self.closure(target.term))

    def any(self, shape: Shape) -> bool:
        """Return whether a shape has at least one focus node."""
        query = write.query(tree.Ask(Group(self.elements(shape.targets, _FOCUS, for_each_value=True))))
        return bool(self.odd(shape.targets)) or bool(self._data.query(query))

    def count(self, shapes: Iterable[Shape]) -> int:
        """Return how many different nodes the targets of several shapes select together."""
        targets = tuple(dict.fromkeys(target for shape in shapes for target in shape.targets))
        number = Projected(Variable("n"), tree.Aggregate("COUNT", _FOCUS, distinct=True))
        select = Select((number,), Group(self.elements(targets, _FOCUS)))
        rows: Any = self._data.query(write.query(select))
        return sum(int(row[0].value) for row in rows) + len(self.odd(targets))


def _each_once(triple: Triple, focus: Variable) -> tuple[Element, ...]:
    """Return a pattern for the nodes that a triple binds.

    They are grouped, for into a DISTINCT sub-query the engine moves what is asked of each of them.
    """
    return (Select((Projected(focus),), Group((triple,)), keys=(Key(focus),)),)
