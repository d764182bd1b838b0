"""Lines of text from the tree of a Turtle text.

Every line is one ``predicate object ;`` and the dot has a line of its own, so that no line changes when
another one comes or goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.turtle.tree import Items, Leaf, Pair, Properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.turtle.tree import Block, Comment, Directive, Item, Node

WIDTH: Final = 100
_INDENT: Final = "    "


def block_lines(block: Block) -> Iterator[str]:
    """Yield the lines of a statement with the comments above it."""
    yield from comments_above(block)
    behind, opening = list(block.behind), list(block.opening)
    yield from node_lines("", block.subject, _tail("", opening), "")
    yield from _comments(opening, _INDENT)
    for pair in block.pairs:
        yield from pair_lines(pair, _INDENT)
    end = _tail(".", behind)
    yield from _comments([*block.closing, *behind], _INDENT)
    yield end


def directive_lines(directive: Directive) -> Iterator[str]:
    """Yield the lines of a directive with the comments above it."""
    name = "BASE" if directive.prefix is None else f"PREFIX {directive.prefix}:"
    behind = list(directive.behind)
    line = _tail(f"{name} {directive.iri.text}", behind)
    yield from comments_above(directive)
    yield from _comments(behind, "")
    yield line


def comments_above(entry: Block | Directive) -> Iterator[str]:
    """Yield the comments above a statement; empty lines between them stay."""
    for number, comment in enumerate(entry.above):
        if number and comment.follows_blank_line:
            yield ""
        yield comment.text
    if entry.above and entry.follows_blank_line:
        yield ""


def pair_lines(pair: Pair, indent: str) -> Iterator[str]:
    """Yield the lines of a predicate and its object."""
    behind = list(pair.behind)
    tail = _tail(" ;", behind)
    yield from _comments([*pair.above, *behind], indent)
    yield from node_lines(f"{indent}{pair.predicate.text} ", pair.value, tail, indent)


def node_lines(head: str, node: Node, tail: str, indent: str) -> Iterator[str]:
    """Yield the lines of a node between what stands before and behind it on its line."""
    short = one_line(node)
    if isinstance(node, Leaf) or (short is not None and len(head) + len(short) + len(tail) <= WIDTH):
        yield f"{head}{short}{tail}"
        return
    inner = indent + _INDENT
    opening = list(node.opening)
    brackets = "[]" if isinstance(node, Properties) else "()"
    yield _tail(head + brackets[0], opening)
    yield from _comments(opening, inner)
    for part in node.parts:
        if isinstance(part, Pair):
            yield from pair_lines(part, inner)
        else:
            yield from _item_lines(part, inner)
    yield from _comments(node.closing, inner)
    yield f"{indent}{brackets[1]}{tail}"


def _item_lines(item: Item, indent: str) -> Iterator[str]:
    behind = list(item.behind)
    tail = _tail("", behind)
    yield from _comments([*item.above, *behind], indent)
    yield from node_lines(indent, item.value, tail, indent)


def one_line(node: Node) -> str | None:
    """Return a node written on one line; None where comments or several pairs forbid it.

    The text of a leaf is returned as it is, even a string over several lines.
    """
    if isinstance(node, Leaf):
        return node.written
    values = [one_line(part.value) for part in node.parts]
    is_short = not any("\n" in value or "\r" in value for value in values if value)
    has_comments = node.opening or node.closing or any(part.above or part.behind for part in node.parts)
    if None in values or has_comments or not is_short:
        return None
    if isinstance(node, Items):
        return f"( {' '.join(map(str, values))} )"
    return f"[ {node.parts[0].predicate.text} {values[0]} ]" if len(values) == 1 else None


def _tail(text: str, comments: list[Comment]) -> str:
    """Return a text with the last of the comments behind it, which is taken from the list."""
    if not comments:
        return text
    comment = comments.pop().text
    return f"{text} {comment}" if text else f" {comment}"


def _comments(comments: Iterable[Comment], indent: str) -> Iterator[str]:
    return (f"{indent}{comment.text}" for comment in comments)
