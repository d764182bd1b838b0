"""Changes of a data graph: statements come and go as they are written, store and literal table alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

from kgtools.shapes.table import may_change, stored
from kgtools.terms import Literal, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.shapes.view import View

_GRAPH = DefaultGraph()


@dataclass(frozen=True, slots=True)
class Edit:
    """What really changes: statements that were not there before, and such as are not there any more.

    Attributes:
        added: Statements of the default graph that come, as they are written.
        deleted: Statements of the default graph that go.
    """

    added: tuple[Quad, ...] = ()
    deleted: tuple[Quad, ...] = ()


def plan(view: View, added: Iterable[Quad], deleted: Iterable[Quad]) -> Edit:
    """Return what would change in a data graph, whatever graphs the quads name; deletions come first.

    Example:
        >>> from pyoxigraph import NamedNode, Store
        >>> from kgtools.shapes.view import View
        >>> one, two = (Quad(NamedNode("x:a"), NamedNode("x:p"), Literal(n)) for n in (1, 2))
        >>> store = Store()
        >>> store.add(one)
        >>> edit = plan(View(store), [one, two], [])
        >>> edit.added == (two,), edit.deleted
        (True, ())
    """
    coming, going = dict.fromkeys(_own(view, added)), dict.fromkeys(_own(view, deleted))
    return Edit(
        tuple(quad for quad in coming if not view.states(quad)),
        tuple(quad for quad in going if quad not in coming and view.states(quad)),
    )


def _own(view: View, quads: Iterable[Quad]) -> Iterable[Quad]:
    """Yield quads of the default graph, as stored where spellings are not kept."""
    for quad in quads:
        term = quad.object
        if isinstance(term, Literal) and not view.is_complete:
            term = stored(term)
        yield Quad(quad.subject, quad.predicate, term, _GRAPH)


def delete(view: View, quads: Iterable[Quad]) -> None:
    """Take statements out of the data graph that are in it."""
    for quad in quads:
        term = quad.object
        if isinstance(term, Literal) and may_change(term):
            kept = stored(term)
            beside = view.table.originals(quad.subject, quad.predicate)
            view.table.discard(quad)
            if any(stored(literal) == kept for literal in beside if literal != term):
                continue  # another spelling still states the same in the store
            quad = Quad(quad.subject, quad.predicate, kept, _GRAPH)  # noqa: PLW2901 - as stored
        view.store.remove(quad)


def add(view: View, quads: Iterable[Quad]) -> None:
    """Put statements into the data graph that are not in it."""
    for quad in quads:
        if isinstance(quad.object, Literal) and may_change(quad.object):
            here = view.store.quads_for_pattern(quad.subject, quad.predicate, None, _GRAPH)
            view.table.add(quad, [each.object for each in here if isinstance(each.object, Literal)])
        view.store.add(quad)
