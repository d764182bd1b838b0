"""What a code means: its page, or the shape it stands for in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools import checks, codes
from kgtools.diagnostics.manual import page
from kgtools.diagnostics.registry import REGISTRY
from kgtools.diagnostics.text import count
from kgtools.errors import UsageError
from kgtools.lint import Context
from kgtools.shapes import show_path
from kgtools.shapes.graph import Graph
from kgtools.shapes.paths import read as read_path
from kgtools.terms import RDF, SH, BlankNode, Literal, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.project import Project
    from kgtools.terms import Term

_TARGETS: Final = {
    "targetClass": "every {}",
    "targetNode": "{}",
    "targetSubjectsOf": "everything that has {}",
    "targetObjectsOf": "every value of {}",
}
_ASKS: Final = {
    "minCount": "at least {}",
    "maxCount": "at most {}",
    "class": "of the class {}",
    "datatype": "of the datatype {}",
    "nodeKind": "of the kind {}",
    "pattern": "matching the pattern `{}`",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minInclusive": "at least {}",
    "minExclusive": "more than {}",
    "maxInclusive": "at most {}",
    "maxExclusive": "less than {}",
    "languageIn": "in one of the languages {}",
    "uniqueLang": "at most one value in each language",
    "equals": "the same values as {}",
    "disjoint": "no value of {}",
    "lessThan": "before every value of {}",
    "lessThanOrEquals": "not after any value of {}",
    "hasValue": "the value {} among them",
    "in": "one of {}",
    "closed": "no other property",
    "node": "conforming to {}",
    "not": "not conforming to {}",
    "and": "conforming to all of {}",
    "or": "conforming to one of {}",
    "xone": "conforming to exactly one of {}",
    "qualifiedMinCount": "at least {} that conform to the inner shape",
    "qualifiedMaxCount": "at most {} that conform to the inner shape",
}
_FEW: Final = 8


def explain(code: str, project: Project) -> str:
    """Return what a code means, as Markdown.

    Args:
        code: ``KGnnn``, the name of a shape or of a check, or the alias of a component (``SH-MinCount``).
        project: Whose shapes are meant.

    Raises:
        UsageError: There is no such code; the message names the nearest.

    Example:
        >>> from kgtools import bundle, project
        >>> explain("KG101", project.load(bundle.root())).splitlines()[0]
        '# KG101: undeclared class'
    """
    entry, text = REGISTRY.get(code.upper()), page(code.upper())
    if entry and text:
        how = f"Level: {entry.severity}."
        how += " `kg check --fix` mends it where there is no doubt." if entry.is_fixable else ""
        title, _, rest = text.partition("\n\n")
        return f"{title}\n\n{how}\n\n{rest}"
    context, _ = Context.of(project)
    if component := codes.component(code, context):
        shown = project.prefixes.show(component)
        return f"# {code}\n\nEvery finding of the constraint component `{shown}`, of whatever shape.\n"
    asked = checks.catalogue(project)
    if code in asked.names:
        return checks.page(asked.get(code), project)
    shapes = codes.of_shapes(context)
    if code not in shapes:
        raise UsageError(f"no code '{code}'", hint=codes.hint(code, context))
    return _Words(context).shape(shapes[code])


def contents(project: Project) -> str:
    """Return every code that a check of a project can print, each on a line: ours, its shapes, its checks.

    A line has the code, how grave it is in this project, ``fix`` where ``kg check --fix`` may mend it, and
    what it means.

    Example:
        >>> from kgtools import bundle, project
        >>> contents(project.load(bundle.root())).splitlines()[0].split()
        ['KG001', 'error', 'syntax', 'error']
    """
    ours = [
        (entry.code, project.levels.get(entry.code, entry.severity), entry.is_fixable, entry.title)
        for entry in REGISTRY.values()
    ]
    shapes = [(local_name(said.node.value), "shape", False, said.name) for said in shapes_in_words(project)]
    asked = checks.catalogue(project)
    queries = [(name, "check", False, asked.get(name).summary) for name in asked.names]
    rows = [*ours, *shapes, *queries]
    width = max(len(code) for code, *_ in rows)
    return "".join(
        f"{code:{width}}  {kind:7}  {'fix' if is_fixable else '':3}  {title}\n"
        for code, kind, is_fixable, title in rows
    )


class Said(NamedTuple):
    """A shape in words.

    Attributes:
        node: The shape.
        name: What its author calls it; else its local name.
        classes: Whose instances it judges.
        lines: Of whom it asks, what its author says, then what it asks, as Markdown.
    """

    node: NamedNode
    name: str
    classes: tuple[NamedNode, ...]
    lines: tuple[str, ...]


def shapes_in_words(project: Project) -> tuple[Said, ...]:
    """Return the shapes of a project that have a target, in words, in the order of their IRIs."""
    context, _ = Context.of(project)
    words = _Words(context)
    nodes = (node for node in context.shapes.by_subject if isinstance(node, NamedNode))
    return tuple(words.said(node) for node in sorted(nodes, key=str) if words.asked(node))


class _Words:
    """Says shapes in words."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._facts = context.shapes
        self._graph = Graph(fact.quad.quad for fact in context.shapes)

    def shape(self, node: NamedNode) -> str:
        """Return a shape as a page of its own."""
        name = self._text(node, "name")
        title = f"# {local_name(node.value)}" + (f": {name}" if name else "")
        asked = self.asked(node)
        parts = [title, asked, *self._own(node)]
        parts.append("\n".join(self._asks(node)))
        where = self._facts.about(node)[0].subject_span.location
        return "\n\n".join(part for part in (*parts, f"Written in {where}.") if part) + "\n"

    def said(self, node: NamedNode) -> Said:
        """Return a shape in words, in parts."""
        classes = (cls for cls in self._facts.values(node, SH["targetClass"]) if isinstance(cls, NamedNode))
        asks = (line.removeprefix("- ") for line in self._asks(node))
        name = self._text(node, "name") or local_name(node.value)
        return Said(node, name, tuple(classes), (self.asked(node), *self._own(node), *asks))

    def asked(self, node: NamedNode) -> str:
        """Return of whom a shape asks something, as a sentence; "" where it has no target."""
        targets = [
            words.format(self._show(term))
            for target, words in _TARGETS.items()
            for term in self._facts.values(node, SH[target])
        ]
        return f"Asked of {' and of '.join(targets)}." if targets else ""

    def _own(self, node: Term) -> Iterator[str]:
        for name in ("message", "description"):
            if text := self._text(node, name):
                yield text

    def _asks(self, node: Term) -> Iterator[str]:
        """Yield a line for what is asked of the node itself, for each property and for each query."""
        if own := self._constraints(node):
            yield f"- {self._path(node) or 'itself'}: {own}"
        for inner in self._facts.values(node, SH["property"]):
            about = dict.fromkeys([self._constraints(inner), *self._own(inner), *self._queries(inner)])
            told = "; ".join(part.removesuffix(".") for part in about if part)
            yield f"- {self._path(inner)}: {told}{'' if told.endswith(('?', '!')) else '.'}"
        yield from (f"- by a query: {text}" for text in self._queries(node))

    def _constraints(self, node: Term) -> str:
        found = [
            words.format(self._amount(name, value))
            for name, words in _ASKS.items()
            for value in self._facts.values(node, SH[name])
        ]
        return ", ".join(found)

    def _amount(self, name: str, value: Term) -> str:
        if name.endswith("Count") and isinstance(value, Literal) and value.value.isdecimal():
            return count(int(value.value), "value")
        return self._show(value)

    def _queries(self, node: Term) -> list[str]:
        queries = self._facts.values(node, SH["sparql"])
        return [self._text(query, "message") or "what its query finds is wrong" for query in queries]

    def _path(self, node: Term) -> str:
        steps = self._facts.values(node, SH["path"])
        return (
            f"`{show_path(read_path(self._graph, steps[0]), self._context.project.prefixes)}`"
            if steps
            else ""
        )

    def _text(self, node: Term, name: str) -> str:
        """Return a text about a shape in the project's best language."""
        texts = [value for value in self._facts.values(node, SH[name]) if isinstance(value, Literal)]
        order = {tag: rank for rank, tag in enumerate(self._context.project.languages)}
        ranked = sorted(texts, key=lambda text: order.get(text.language or "", len(order)))
        return ranked[0].value if ranked else ""

    def _show(self, term: Term) -> str:
        if not isinstance(term, BlankNode):
            return term.value if isinstance(term, Literal) else self._context.show(term)
        members = list(self._facts.members(term))
        if not self._facts.values(term, RDF["first"]):
            return "a nested shape"
        shown = ", ".join(self._show(member) for member in members[:_FEW])
        return shown + (f" and {len(members) - _FEW} more" if len(members) > _FEW else "")
