"""Facts put into a Turtle text and taken out of it; every other line stays as it is, byte for byte."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.change.sheet import Entry, Sheet, bare, triples_of
from kgtools.change.spelling import Spelling
from kgtools.errors import WriteError
from kgtools.terms import RDF, BlankNode, NamedNode
from kgtools.turtle.arrange import pair_key, subject_key
from kgtools.turtle.layout import block_lines
from kgtools.turtle.syntax import Text
from kgtools.turtle.tokens import PUNCTUATION, TOKEN
from kgtools.turtle.tree import Block, Directive, Leaf, Name, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.terms import Quad, Term

_TYPE: Final = RDF["type"].value


class _Edit(NamedTuple):
    """A text that takes the place of an extent; several at one place follow their order."""

    start: int
    end: int
    order: tuple[int, str]
    text: str


def insert(text: str, facts: Iterable[Quad], prefixes: Mapping[str, str], *, file: str = "<text>") -> str:
    r"""Return a text with further facts, each where it belongs.

    A fact about something that the text describes becomes a line of that description, in the order of
    ``kg fmt``; a new thing gets a description of its own, among the others where they are sorted, else
    at the end. Prefixes that are missing are declared.

    Args:
        text: A Turtle text.
        facts: Triples that it does not have, about IRIs.
        prefixes: Those of the project.
        file: The name of the text, for errors.

    Raises:
        TurtleSyntaxError: The text breaks the grammar.
        WriteError: The result would not be the old triples and the new ones.

    Example:
        >>> from kgtools.terms import Literal, Quad
        >>> ex = "https://example.org/"
        >>> old = "PREFIX ex: <https://example.org/>\n\nex:a\n    ex:p 1 ;\n    ex:r 3 ;\n.\n"
        >>> new = [Quad(NamedNode(ex + "a"), NamedNode(ex + "q"), Literal(2))]
        >>> print(insert(old, new, {"ex": ex}).partition("ex:a")[2], end="")
        <BLANKLINE>
            ex:p 1 ;
            ex:q 2 ;
            ex:r 3 ;
        .
    """
    sheet, new = Sheet(text, file), list(dict.fromkeys(facts))
    spelling = Spelling(sheet.prefixes, prefixes if sheet.is_steady else {})
    about: dict[NamedNode, list[Quad]] = defaultdict(list)
    for fact in new:
        if not isinstance(fact.subject, NamedNode) or isinstance(fact.object, BlankNode):
            raise WriteError("a fact about a blank node has no place in a file", hint="give the node an IRI")
        about[fact.subject].append(fact)
    described: dict[str, Entry] = {}
    for entry in sheet.entries:
        known = described.get(entry.subject or "")
        if entry.subject and (known is None or not _has_type(known)):
            described[entry.subject] = entry
    edits: list[_Edit] = []
    for subject, own in about.items():
        pairs = [_pair(fact, spelling) for fact in own]
        entry_ = described.get(subject.value)
        if entry_ and isinstance(entry_.node, Block):
            edits.append(_extended(sheet, entry_, entry_.node, pairs))
        else:
            block = Block(Leaf(0, spelling.iri(subject)), sorted(pairs, key=pair_key))
            edits.append(_described(sheet, block))
    if not sheet.is_steady:
        spelling.needed.clear()
    edits += _declared(sheet, spelling.needed)
    result = _applied(text, edits)
    _prove(sheet, result, added={_triple(fact) for fact in new}, file=file)
    return result


def delete(text: str, facts: Iterable[Quad], *, file: str = "<text>") -> str:
    r"""Return a text without some facts; a description that says nothing any more goes as a whole.

    A prefix that nothing uses any more goes too. Comments above what goes stay.

    Args:
        text: A Turtle text.
        facts: Triples that it has.
        file: The name of the text, for errors.

    Raises:
        TurtleSyntaxError: The text breaks the grammar.
        WriteError: The result would not be the old triples without these.

    Example:
        >>> from kgtools.terms import Literal, Quad
        >>> fact = Quad(NamedNode("x:a"), NamedNode("x:p"), Literal(1))
        >>> print(delete("<x:a>\n    <x:p> 1 ;\n    <x:q> 2 ;\n.\n", [fact]), end="")
        <x:a>
            <x:q> 2 ;
        .
    """
    sheet, gone = Sheet(text, file), {_triple(fact) for fact in facts}
    subjects = {subject.value for subject, _, _ in gone if isinstance(subject, NamedNode)}
    edits = [
        edit
        for entry in sheet.entries
        if entry.subject in subjects and isinstance(entry.node, Block)
        for edit in _shortened(sheet, entry, entry.node, gone)
    ]
    result = _without_prefixes(_applied(text, edits), sheet, file)
    _prove(sheet, result, removed=gone, file=file)
    return result


def _triple(fact: Quad) -> tuple[Term, Term, Term]:
    return fact.subject, fact.predicate, fact.object  # type: ignore[return-value]


def _has_type(entry: Entry) -> bool:
    return isinstance(entry.node, Block) and any(p.predicate.iri == _TYPE for p in entry.node.pairs)


def _pair(fact: Quad, spelling: Spelling) -> Pair:
    value: Term = fact.object  # type: ignore[assignment]
    return Pair(Name(spelling.predicate(fact.predicate), fact.predicate.value), Leaf(0, spelling.term(value)))


def _extended(sheet: Sheet, entry: Entry, block: Block, new: list[Pair]) -> _Edit:
    """Return the edit that gives a description further lines."""
    if bare(block) == sheet.text[entry.start : entry.end]:
        pairs = list(block.pairs)
        for pair in new:
            pairs.insert(bisect_right([pair_key(each) for each in pairs], pair_key(pair)), pair)
        return _Edit(entry.start, entry.end, (0, ""), bare(replace(block, pairs=pairs)))
    # In another layout: before the dot, so that nothing else moves.
    dot = entry.end - 1
    joint = "" if _last_token(sheet.text, entry) == ";" else " ;"
    before = sheet.text[entry.start : dot]
    space = before[len(before.rstrip(" \t")) :]
    lines = "".join(f"\n    {p.predicate.text} {_written(p)} ;" for p in sorted(new, key=pair_key))
    has_comment = "#" in before.rpartition("\n")[2]
    start = dot if has_comment else dot - len(space)
    return _Edit(start, dot, (0, ""), f"{joint}{lines.removesuffix(' ;')} ")


def _written(pair: Pair) -> str:
    return pair.value.written if isinstance(pair.value, Leaf) else ""


def _last_token(text: str, entry: Entry) -> str:
    """Return the token before the dot of a statement."""
    position, last = entry.start, ""
    while (match := TOKEN.match(text, position)) is not None and match.end() < entry.end:
        kind = match.lastgroup or ""
        last, position = match[kind] if kind == PUNCTUATION else "", match.end()
    return last


def _described(sheet: Sheet, block: Block) -> _Edit:
    """Return the edit that gives a text a further description."""
    written = "\n".join(block_lines(block))
    order = (1, written)
    entries = sheet.entries
    if not entries:
        start = len(sheet.text.rstrip())
        return _Edit(start, len(sheet.text), order, ("\n\n" if start else "") + written + "\n")
    blocks = [(place, entry) for place, entry in enumerate(entries) if isinstance(entry.node, Block)]
    keys = [subject_key(entry.node) for _, entry in blocks if isinstance(entry.node, Block)]
    last = len(entries) - 1
    if keys and keys == sorted(keys) and len(keys) > 1:
        number = bisect_right(keys, (False, _subject(block)))
        first = blocks[0][0]
        after = blocks[number - 1][0] if number else first - 1
        last = after if after >= 0 else last
    end = sheet.line_end(entries[last].end)
    tail = "" if end < len(sheet.text) else "\n"
    return _Edit(end, end, order, f"\n\n{written}{tail}")


def _subject(block: Block) -> str:
    return block.subject.text if isinstance(block.subject, Leaf) else ""


def _declared(sheet: Sheet, needed: Mapping[str, str]) -> list[_Edit]:
    """Return the edits that declare prefixes, each in its place among the others."""
    directives = [entry for entry in sheet.entries if isinstance(entry.node, Directive)]
    if not directives:
        lines = "".join(f"PREFIX {prefix}: <{needed[prefix]}>\n" for prefix in sorted(needed))
        return [_Edit(0, 0, (0, ""), lines + "\n")] if needed else []
    is_old = sheet.text[directives[-1].start] == "@"
    edits = []
    for prefix, namespace in needed.items():
        line = f"@prefix {prefix}: <{namespace}> ." if is_old else f"PREFIX {prefix}: <{namespace}>"
        before = [e for e in directives if isinstance(e.node, Directive) and (e.node.prefix or "") < prefix]
        if before:
            end = sheet.line_end(before[-1].end)
            edits.append(_Edit(end, end, (0, prefix), f"\n{line}"))
        else:
            start = directives[0].start
            edits.append(_Edit(start, start, (0, prefix), f"{line}\n"))
    return edits


def _shortened(sheet: Sheet, entry: Entry, block: Block, gone: set[tuple[Term, Term, Term]]) -> list[_Edit]:
    """Return the edits that take some facts out of a description."""
    subject = NamedNode(entry.subject or "")
    going = [pair for pair in block.pairs if _fact(sheet, subject, pair) in gone]
    if not going:
        return []
    left = [pair for pair in block.pairs if pair not in going]
    if not left:
        return [_vanished(sheet, entry)]
    if bare(block) != sheet.text[entry.start : entry.end]:
        lines = [_line_of(sheet, pair) for pair in going]
        if None not in lines:
            return [line for line in lines if line]
    return [_Edit(entry.start, entry.end, (0, ""), bare(replace(block, pairs=left)))]


def _fact(sheet: Sheet, subject: NamedNode, pair: Pair) -> tuple[Term, Term, Term] | None:
    if not isinstance(pair.value, Leaf) or pair.value.start not in sheet.objects:
        return None
    return subject, NamedNode(pair.predicate.iri), sheet.objects[pair.value.start]


def _line_of(sheet: Sheet, pair: Pair) -> _Edit | None:
    """Return the edit that takes out the line of a fact, if nothing but its ``;`` stands beside it."""
    if not isinstance(pair.value, Leaf):
        return None
    text, start = sheet.text, pair.value.start
    end = sheet.ends[start]
    begin = text.rfind("\n", 0, start) + 1
    close = text.find("\n", end) + 1
    alone = text[begin:start].split() == [pair.predicate.text] and text[end:close].strip() == ";"
    return _Edit(begin, close, (0, ""), "") if alone and close else None


def _vanished(sheet: Sheet, entry: Entry) -> _Edit:
    """Return the edit that takes out a whole description, and the empty line that parted it."""
    text, end = sheet.text, sheet.line_end(entry.end)
    start = len(text[: entry.start].rstrip(" \t\n"))
    if start:
        return _Edit(start, end, (0, ""), "" if text[end:].strip() else "\n" if end == len(text) else "")
    rest = len(text) - len(text[end:].lstrip("\n"))
    return _Edit(0, rest, (0, ""), "")


def _without_prefixes(text: str, before: Sheet, file: str) -> str:
    """Return a text without the declarations that were used before and are no more."""
    after = Sheet(text, file)
    idle = before.used - after.used
    edits = []
    for entry in after.entries:
        if isinstance(entry.node, Directive) and entry.node.prefix in idle:
            begin = text.rfind("\n", 0, entry.start) + 1
            end = after.line_end(entry.end)
            if not text[begin : entry.start].strip() and end > entry.end - 1:
                edits.append(_Edit(begin, min(end + 1, len(text)), (0, ""), ""))
    result = _applied(text, edits)
    return result.lstrip("\n") if edits else result


def _applied(text: str, edits: Iterable[_Edit]) -> str:
    pieces, position = [], 0
    for edit in sorted(edits):
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _prove(
    before: Sheet,
    result: str,
    *,
    added: set[tuple[Term, Term, Term]] = frozenset(),  # type: ignore[assignment]
    removed: set[tuple[Term, Term, Term]] = frozenset(),  # type: ignore[assignment]
    file: str,
) -> None:
    """Make sure that exactly the facts that should change did."""
    after = triples_of(Text(result, file))
    kept = (before.triples - removed) | added
    named, others = _named(after), len(after)
    if named != _named(kept) or others != len(kept):
        raise WriteError(f"the edit of '{file}' would change other facts too, so it stays as it is")


def _named(triples: set[tuple[Term, Term, Term]]) -> set[tuple[Term, Term, Term]]:
    return {t for t in triples if not any(isinstance(term, BlankNode) for term in t)}
