"""The columns of a table of new things of a class, from the shapes that judge them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.shapes import checks, model
from kgtools.shapes.findings import Findings
from kgtools.shapes.graph import Graph
from kgtools.shapes.read import read_shapes
from kgtools.terms import OWL, RDF, RDFS, XSD, Literal, NamedNode, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.dataset import Dataset
    from kgtools.labels import Labels
    from kgtools.shapes.checks import Check
    from kgtools.shapes.model import Shape, Shapes

_FEW: Final = 12
"""How many allowed values are named one by one."""
_TYPE, _TEXT = RDF["type"], RDF["langString"]


class Column(NamedTuple):
    """A column of a table: its title, how many values a cell holds, and what they are."""

    title: str
    values: str
    meaning: str


class Asked(NamedTuple):
    """What shapes ask of the values of one property.

    Attributes:
        path: The property.
        checks: The constraints on its values, also those of shapes that these refer to.
    """

    path: NamedNode
    checks: tuple[Check, ...]

    @property
    def datatypes(self) -> tuple[NamedNode, ...]:
        """The datatypes that its values may have; none where any will do."""
        return tuple(dict.fromkeys(c.datatype for c in self.checks if isinstance(c, checks.DatatypeCheck)))

    @property
    def is_required(self) -> bool:
        """Whether a value has to be given."""
        return any(isinstance(c, checks.MinCountCheck) and c.count for c in self.checks)

    @property
    def is_single(self) -> bool:
        """Whether there is one value at most."""
        return any(isinstance(c, checks.MaxCountCheck) and c.count <= 1 for c in self.checks)


class Kinds(NamedTuple):
    """What values a property has: whether they are things, and else their datatypes."""

    is_link: bool
    datatypes: tuple[NamedNode, ...]


class Template:
    """Knows from the shapes of a project what its tables look like.

    Args:
        dataset: Whose shapes.
        labels: Names of things.
    """

    def __init__(self, dataset: Dataset, labels: Labels) -> None:
        self._dataset, self._labels, self._project = dataset, labels, dataset.project
        self._shapes: Shapes = read_shapes(Graph(dataset.shapes), Findings(self._project.prefixes, None))

    def columns(self, name: str) -> list[Column]:
        """Return the columns for a class: ``id``, its type, a name, what its shapes ask, and the source.

        Then come the properties that no shape of the class names: those whose domain it is, and those that
        things of the class have.

        Args:
            name: The class: a label, CURIE or IRI.

        Raises:
            UsageError: Nothing is called so.
        """
        class_, show = self._class(name), self._project.prefixes.show
        asked = self._asked(class_)
        more = self._further(class_, asked)
        roles = self._project.roles
        if asked.keys().isdisjoint(roles.label):
            asked = {roles.label[0]: Asked(roles.label[0], ()), **asked}
        if roles.source and roles.source not in asked:
            asked[roles.source] = Asked(roles.source, (checks.MinCountCheck(1),))
        return [
            Column("id", "exactly 1", f"name of the thing, such as {self._example(class_)}"),
            Column(f"a {show(class_)}", "any number", "its classes; an empty cell means this one"),
            *map(self._column, (*asked.values(), *more)),
        ]

    def _class(self, name: str) -> NamedNode:
        """Return the class that a name means: of several with one label the one that shapes judge."""
        wanted = name.casefold().strip()
        alike = {node for label, node in self._labels.names() if label.casefold() == wanted}
        shaped = [node for node in alike if self._asked(node)]
        return shaped[0] if len(shaped) == 1 else self._labels.resolve(name, within=OWL["Class"])

    def kinds(self, path: NamedNode) -> Kinds:
        """Return what values a property has: as shapes ask, as the ontology says, or as those there are."""
        match = self._dataset.store.match
        known = [quad.object for quad in match(None, path)]
        is_link = any(match(path, _TYPE, OWL["ObjectProperty"])) or any(
            isinstance(value, NamedNode) for value in known
        )
        shapes = [shape for shape in self._shapes.by_node.values() if shape.path == path]
        asked = Asked(path, tuple(check for shape in shapes for check in self._checks(shape))).datatypes
        used = dict.fromkeys(value.datatype for value in known if isinstance(value, Literal))
        return Kinds(is_link or path == self._project.roles.source, asked or tuple(used))

    def _asked(self, class_: NamedNode) -> dict[NamedNode, Asked]:
        """Return what shapes ask of each property of a class, in their order."""
        classes = set(self._and_wider(class_))
        found: dict[NamedNode, Asked] = {}

        def ask(part: Shape) -> None:
            if isinstance(part.path, NamedNode) and part.path != _TYPE:
                before = found.get(part.path, Asked(part.path, ()))
                found[part.path] = before._replace(checks=(*before.checks, *self._checks(part)))

        for shape in self._shapes.targeted():
            if not classes.isdisjoint(target.term for target in shape.targets):
                for part in self._properties(shape, set()):
                    ask(part)
        named = dict.fromkeys(found)  # some shapes judge whatever has one of these properties
        for shape in self._shapes.targeted():
            if any(t.kind is model.TargetKind.SUBJECTS_OF and t.term in named for t in shape.targets):
                for part in self._properties(shape, set()):
                    if part.path in named:
                        ask(part)
        return found

    def _further(self, class_: NamedNode, asked: Iterable[NamedNode]) -> list[Asked]:
        """Return the properties that things of a class may have, besides those that shapes ask of."""
        match, roles = self._dataset.store.match, self._project.roles
        wider = self._and_wider(class_)
        found = {q.subject for each in wider for q in match(None, RDFS["domain"], each)}
        for thing in self._labels.instances(class_):
            found |= {quad.predicate for quad in match(thing)}
        known = {*asked, _TYPE, *roles.label, *roles.alias, roles.source, *(self._project.bounds or ())}
        further = (path for path in found if isinstance(path, NamedNode) and path not in known)
        return [Asked(path, self._by_use(path)) for path in sorted(further, key=str)]

    def _by_use(self, path: NamedNode) -> tuple[Check, ...]:
        """Return what is known of the values of a property, as a shape would ask for it."""
        kinds = self.kinds(path)
        if not kinds.is_link:
            return tuple(checks.DatatypeCheck(each) for each in kinds.datatypes)
        ranges = (quad.object for quad in self._dataset.store.match(path, RDFS["range"]))
        classes = (checks.ClassCheck(each) for each in ranges if isinstance(each, NamedNode))
        return (checks.NodeKindCheck(checks.NodeKind.IRI), *classes)

    def _and_wider(self, class_: NamedNode) -> list[NamedNode]:
        """Return a class and all classes above it."""
        found = [class_]
        for each in found:
            above = self._dataset.store.match(each, RDFS["subClassOf"])
            found += [q.object for q in above if isinstance(q.object, NamedNode) and q.object not in found]
        return found

    def _properties(self, shape: Shape, seen: set[Subject]) -> Iterator[Shape]:
        """Yield the property shapes that every conforming node has to conform to."""
        seen.add(shape.node)
        for check in shape.checks:
            for node in checks.references(check):
                part = self._shapes.by_node[node]
                if isinstance(check, checks.PropertyCheck):
                    yield part
                elif isinstance(check, checks.NodeCheck | checks.AndCheck) and node not in seen:
                    yield from self._properties(part, seen)

    def _checks(self, shape: Shape) -> Iterator[Check]:
        """Yield the constraints on values, also where a value may choose between several shapes."""
        for check in shape.checks:
            yield check
            if isinstance(check, checks.OrCheck | checks.XoneCheck | checks.AndCheck | checks.NodeCheck):
                for node in checks.references(check):
                    yield from (c for c in self._shapes.by_node[node].checks if not checks.references(c))

    # In words

    def _example(self, class_: NamedNode) -> str:
        own = NamedNode(f"{self._project.base}some-thing")
        return self._project.prefixes.show(min(self._labels.instances(class_), key=str, default=own))

    def _column(self, asked: Asked) -> Column:
        title = self._project.prefixes.show(asked.path)
        if self._is_text(asked):
            title += f"@{self._project.languages[0]}"
        elif len(asked.datatypes) == 1 and asked.datatypes[0] != XSD["string"]:
            title += f"^^{self._project.prefixes.show(asked.datatypes[0])}"
        words = {(True, True): "exactly 1", (True, False): "at least 1", (False, True): "at most 1"}
        count = words.get((asked.is_required, asked.is_single), "any number")
        label = self._labels.of(asked.path)
        name = "" if title.startswith(label) else f"{label}: "
        return Column(title, count, f"{name}{self._values(asked)}")

    def _is_text(self, asked: Asked) -> bool:
        return asked.path in self._project.roles.label or asked.datatypes == (_TEXT,)

    def _values(self, asked: Asked) -> str:
        """Return in words what a cell may hold."""
        members = [term for c in asked.checks if isinstance(c, checks.InCheck) for term in c.members]
        classes = [c.class_ for c in asked.checks if isinstance(c, checks.ClassCheck)]
        if members:
            return f"one of {_listed(map(self._labels.of, members))}"
        if classes:
            return " and ".join(self._link(each) for each in classes if isinstance(each, NamedNode))
        if self._is_text(asked):
            return f"text in {self._project.languages[0]}"
        if asked.datatypes:
            show = self._project.prefixes.show
            forms = (_FORMS.get(each, show(each)) for each in asked.datatypes)
            return " or ".join(forms) + self._pattern(asked)
        if self.kinds(asked.path).is_link:
            return "a thing (label, CURIE or IRI)"
        return "text" + self._pattern(asked)

    def _pattern(self, asked: Asked) -> str:
        patterns = [c.pattern for c in asked.checks if isinstance(c, checks.PatternCheck)]
        return f" matching {' and '.join(patterns)}" if patterns else ""

    def _link(self, class_: NamedNode) -> str:
        """Return in words what a cell names: one of a code list, else any thing of the class."""
        known, code = self._labels.instances(class_), self._project.roles.code
        names = sorted(map(self._labels.of, known))
        if known and code and known <= self._labels.instances(code):
            return f"one of {_listed(names)}"
        return f"a thing of the class {self._labels.of(class_)} (label, CURIE or IRI)"


_FORMS: Final = {
    XSD["date"]: "a day such as 2018-06-12",
    XSD["gYearMonth"]: "a month such as 2018-06",
    XSD["gYear"]: "a year such as 2018",
    XSD["boolean"]: "true or false",
    _TEXT: "text in a language",
    XSD["integer"]: "a whole number",
    XSD["decimal"]: "a number",
    XSD["string"]: "text",
    XSD["anyURI"]: "an address",
}


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - _FEW} more" if len(found) > _FEW else ""
    return ", ".join(found[:_FEW]) + more
