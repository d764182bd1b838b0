"""Turtle in its one layout: the same graph, every comment, and one line per triple."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.terms import Prefixes
from kgtools.turtle.arrange import arrange, can_move_directives, subject_key
from kgtools.turtle.blocks import read_blocks
from kgtools.turtle.layout import block_lines, comments_above, directive_lines
from kgtools.turtle.proof import prove, triples
from kgtools.turtle.syntax import Text
from kgtools.turtle.tree import NOTHING, Block, Directive, Leaf, Name, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgtools.turtle.tree import Document, Item


def format_turtle(
    text: str, *, prefixes: Mapping[str, str] | None = None, sort: bool = False, file: str = "<text>"
) -> str:
    """Return a Turtle text in the layout of this project.

    Directives are ``PREFIX`` lines in alphabetical order, unused ones left out. Blocks keep their order;
    in a block the type comes first, then labels, ``sh:order``, and the rest by name. Literals stay as
    written. Every comment stays with what it stood above or behind. Formatting the result changes nothing.

    A text that declares a prefix twice for different namespaces, or a base in the middle, keeps its
    directives where they are.

    Args:
        text: The text.
        prefixes: Names for namespaces; IRIs written in full that begin with one of them, or with one of
            the well-known ones, get their short form. Without it all IRIs stay as written.
        sort: Put the blocks in the order of their subjects.
        file: The name of the text, for errors.

    Raises:
        TurtleSyntaxError: The text is no Turtle.
        WriteError: The result would not mean the same graph.

    Example:
        >>> text = '@prefix ex: <https://example.org/> . ex:a ex:p 2, "1"; a ex:C . # done'
        >>> print(format_turtle(text), end="")
        PREFIX ex: <https://example.org/>
        <BLANKLINE>
        ex:a
            a ex:C ;
            ex:p 2 ;
            ex:p "1" ;
        . # done
    """
    before = triples(Text(text, file))
    document = read_blocks(Text(text, file))
    can_move = can_move_directives(document)
    table = _table(document, prefixes) if can_move and prefixes is not None else None
    blocks = [entry for entry in document.entries if isinstance(entry, Block)]
    for block in blocks:
        arrange(block, table)
    if sort and can_move:
        blocks.sort(key=subject_key)
    chunks = _moved(document, blocks, table) if can_move else _in_place(document)
    chunks.append(list(comments_above(Directive(None, NOTHING, document.footer))))
    result = "\n\n".join("\n".join(chunk) for chunk in chunks if chunk)
    result += "\n" if result else ""
    prove(text, before, result, blocks)
    return result


def _table(document: Document, prefixes: Mapping[str, str]) -> Prefixes:
    """Return the given prefixes with those of the text, which win."""
    declared = {
        entry.prefix: entry.iri.iri
        for entry in document.entries
        if isinstance(entry, Directive) and entry.prefix is not None
    }
    return Prefixes({**prefixes, **declared})


def _moved(document: Document, blocks: list[Block], table: Prefixes | None) -> list[list[str]]:
    """Return the lines of the text in chunks, with the directives in front."""
    names = [name.text for block in blocks for name in _names(block)]
    used = {name.partition(":")[0] for name in names if ":" in name and not name.startswith("<")}
    kept: dict[str | None, Directive] = {}
    first = document.entries[0] if document.entries else None
    header = Directive(None, NOTHING)
    if isinstance(first, Directive):
        header = Directive(None, first.iri, first.above, follows_blank_line=first.follows_blank_line)
        first.above = []
    for entry in document.entries:
        if not isinstance(entry, Directive):
            continue
        if entry.prefix in kept or not (entry.prefix is None or entry.prefix in used):
            header.above += entry.above + entry.behind
        else:
            kept[entry.prefix] = entry
    for prefix in used - kept.keys():
        namespace = table[prefix] if table else ""
        kept[prefix] = Directive(prefix, Name(f"<{namespace}>", namespace))
    top = [*comments_above(header)]
    for entry in sorted(kept.values(), key=lambda entry: (entry.prefix is not None, entry.prefix or "")):
        entry.follows_blank_line = False
        top += directive_lines(entry)
    if top and not top[-1]:
        top.pop()
    return [top, *(list(block_lines(block)) for block in blocks)]


def _in_place(document: Document) -> list[list[str]]:
    """Return the lines of the text in chunks: blocks, and the directives that stand together."""
    chunks: list[list[str]] = [[]]
    for entry in document.entries:
        if isinstance(entry, Block):
            chunks += [list(block_lines(entry)), []]
        else:
            chunks[-1] += directive_lines(entry)
    return chunks


def _names(block: Block) -> Iterator[Name]:
    """Yield all IRIs of a block."""
    if isinstance(block.subject, Leaf):
        yield from [block.subject.name] if block.subject.name else []
    else:
        yield from _names_in(block.subject.parts)
    yield from _names_in(block.pairs)


def _names_in(parts: Iterable[Pair | Item]) -> Iterator[Name]:
    for part in parts:
        if isinstance(part, Pair):
            yield part.predicate
        if not isinstance(part.value, Leaf):
            yield from _names_in(part.value.parts)
        elif part.value.name is not None:
            yield part.value.name
