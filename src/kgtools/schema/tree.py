"""Classes in the order of a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from kgtools.terms import NamedNode


def tree(
    parents: Mapping[NamedNode, AbstractSet[NamedNode]], name: Callable[[NamedNode], str]
) -> Iterator[tuple[NamedNode, int]]:
    """Yield each class once with its depth, below its first parent; siblings by name.

    Where parents go round in a circle, the first class of the circle stands at the top.

    Args:
        parents: The named parents of every class.
        name: What a class is called.

    Example:
        >>> from kgtools.terms import NamedNode
        >>> cat, animal = NamedNode("x:cat"), NamedNode("x:animal")
        >>> [(cls.value, depth) for cls, depth in tree({cat: {animal}, animal: set()}, str)]
        [('x:animal', 0), ('x:cat', 1)]
    """
    below: dict[NamedNode | None, list[NamedNode]] = {}
    for cls in sorted(parents, key=name):
        known = sorted(parents[cls] & parents.keys() - {cls}, key=lambda each: each.value)
        below.setdefault(known[0] if known else None, []).append(cls)
    seen: set[NamedNode] = set()
    for top in (*below.get(None, ()), *sorted(parents, key=name)):
        waiting = [(top, 0)]
        while waiting:
            cls, depth = waiting.pop()
            if cls not in seen:
                seen.add(cls)
                yield cls, depth
                waiting += ((each, depth + 1) for each in reversed(below.get(cls, ())))
