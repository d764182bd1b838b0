"""The kinds of mistakes, each a function that yields every place where it could be made.

A plant is a whole new text of one file, the lines that a reader must be sent to, and, where a name was
misspelt, the name that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheet import Block, Sheet, Statement

_DATE = re.compile(r'"(\d{4})-(\d\d)-(\d\d)"\^\^xsd:date')
_NAME = re.compile(r"(id|pols):[\w.-]*\w")
_TEXT = re.compile(r'"([^"\\]+)"@([a-z-]+)')


@dataclass(frozen=True, slots=True)
class Plant:
    """A mistake: the new bytes of a file, the 1-based lines that are right, the name that was meant."""

    file: str
    data: bytes
    lines: frozenset[int]
    meant: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A statement in its block and file, with what the project knows."""

    sheet: Sheet
    block: Block
    statement: Statement
    known: frozenset[str]
    types: dict[str, set[str]]
    random: Random

    def line(self, new: str, *, meant: str | None = None) -> Plant:
        """Return the plant that replaces the line."""
        at = self.statement.index
        return _plant(self.sheet, at, at + 1, (new,), {at + 1}, meant, self.block.subject)

    def with_object(self, new: str, *, meant: str | None = None) -> Plant:
        """Return the plant that replaces the object."""
        return self.line(f"    {self.statement.predicate} {new} ;", meant=meant)

    def dropped(self) -> Plant:
        """Return the plant without the line: the reader is sent to the subject."""
        at = self.statement.index
        return _plant(self.sheet, at, at + 1, (), {self.block.start + 1}, None, self.block.subject)

    def typo(self, name: str) -> str | None:
        """Return a CURIE with one letter of its local name wrong; None where that names something else."""
        prefix, _, local = name.partition(":")
        places = [at for at, letter in enumerate(local) if letter.isalpha() and at]
        if len(local) < 5 or not places:
            return None
        at = self.random.choice(places)
        letter = self.random.choice("aeiourstnl".replace(local[at].lower(), ""))
        slip = self.random.choice(("drop", "double", "replace", "swap"))
        new = {
            "drop": local[:at] + local[at + 1 :],
            "double": local[: at + 1] + local[at:],
            "replace": local[:at] + letter + local[at + 1 :],
            "swap": local[: at - 1] + local[at] + local[at - 1] + local[at + 1 :],
        }[slip]
        wrong = f"{prefix}:{new}"
        return None if new == local or wrong in self.known or new[-1] in "-." else wrong


Kind = Callable[[Site], Iterator[Plant]]


def _plant(  # noqa: PLR0917 - what to replace, by what, and where a reader is sent
    sheet: Sheet,
    first: int,
    last: int,
    new: tuple[str, ...],
    lines: set[int],
    meant: str | None = None,
    subject: str | None = None,
) -> Plant:
    return Plant(sheet.name, sheet.changed(first, last, *new).encode(), frozenset(lines), meant, subject)


def _once(site: Site) -> bool:
    """Return whether the statement is the first of its block, for mistakes that concern the block."""
    return site.statement == site.block.statements[0]


# Names


def class_misspelt(site: Site) -> Iterator[Plant]:
    """``pol:Sumit``."""
    if site.statement.predicate == "a" and (wrong := site.typo(site.statement.object)):
        yield site.with_object(wrong, meant=site.statement.object)


def property_misspelt(site: Site) -> Iterator[Plant]:
    """``pol:strat``."""
    name = site.statement.predicate
    if name.startswith("pol:") and (wrong := site.typo(name)):
        yield site.line(f"    {wrong} {site.statement.object} ;", meant=name)


def external_property_misspelt(site: Site) -> Iterator[Plant]:
    """``skos:prefLable``."""
    name = site.statement.predicate
    if name.startswith(("skos:", "dcterms:", "prov:")) and (wrong := site.typo(name)):
        yield site.line(f"    {wrong} {site.statement.object} ;", meant=name)


def individual_misspelt(site: Site) -> Iterator[Plant]:
    """``id:person-kim-jon-un``."""
    name = site.statement.object
    if name.startswith("id:") and _NAME.fullmatch(name) and (wrong := site.typo(name)):
        yield site.with_object(wrong, meant=name)


def code_misspelt(site: Site) -> Iterator[Plant]:
    """``pols:acepted``."""
    name = site.statement.object
    if name.startswith("pols:") and (wrong := site.typo(name)):
        yield site.with_object(wrong, meant=name)


def wrong_case(site: Site) -> Iterator[Plant]:
    """``pol:person`` as a class."""
    prefix, _, local = site.statement.object.partition(":")
    wrong = f"{prefix}:{local[:1].lower()}{local[1:]}"
    if site.statement.predicate == "a" and wrong not in site.known:
        yield site.with_object(wrong, meant=site.statement.object)


def underscore(site: Site) -> Iterator[Plant]:
    """``id:state_usa``."""
    name = site.statement.object
    if name.startswith("id:") and "-" in name:
        yield site.with_object(name.replace("-", "_", 1), meant=name)


def word_left_out(site: Site) -> Iterator[Plant]:
    """A final ``s`` too many, as in ``pol:participants``."""
    wrong = f"{site.statement.predicate}s"
    if wrong.startswith("pol:") and wrong not in site.known:
        yield site.line(f"    {wrong} {site.statement.object} ;", meant=site.statement.predicate)


def prefix_misspelt(site: Site) -> Iterator[Plant]:
    """``dcterm:source``."""
    prefix, _, local = site.statement.predicate.partition(":")
    if local and len(prefix) > 2:
        yield site.line(
            f"    {prefix[:-2]}{prefix[-1]}{prefix[-2]}:{local} {site.statement.object} ;", meant=prefix
        )


def prefix_not_declared(site: Site) -> Iterator[Plant]:
    """The PREFIX line is missing: the reader is sent to the first use."""
    if site.block == site.sheet.blocks[0] and _once(site):
        for at, prefix, _ in site.sheet.prefixes():
            lines = enumerate(map(_bare, site.sheet.lines))
            use = next(n for n, line in lines if f"{prefix}:" in line and not line.startswith("PREFIX"))
            yield _plant(site.sheet, at, at + 1, (), {use}, prefix)  # one line up: the declaration is gone


def http_for_https(site: Site) -> Iterator[Plant]:
    """The namespace of a prefix with http."""
    if site.block == site.sheet.blocks[0] and _once(site):
        for at, prefix, iri in site.sheet.prefixes():
            if iri.startswith("https:"):
                new = f"PREFIX {prefix}: <http{iri[5:]}>"
                yield _plant(site.sheet, at, at + 1, (new,), {at + 1}, None)


# Values


def impossible_date(site: Site) -> Iterator[Plant]:
    """``2019-06-31``."""
    if found := _DATE.fullmatch(site.statement.object):
        wrong = site.random.choice(
            (f"{found[1]}-{found[2]}-32", f"{found[1]}-13-{found[3]}", f"{found[1]}-02-30")
        )
        yield site.with_object(f'"{wrong}"^^xsd:date')


def date_as_text(site: Site) -> Iterator[Plant]:
    """The datatype is forgotten."""
    if _DATE.fullmatch(site.statement.object):
        yield site.with_object(site.statement.object.partition("^^")[0])


def wrong_datatype(site: Site) -> Iterator[Plant]:
    """A day typed as a date with time, a year or an integer."""
    if _DATE.fullmatch(site.statement.object):
        wrong = site.random.choice(("xsd:dateTime", "xsd:gYear", "xsd:integer"))
        yield site.with_object(site.statement.object.replace("xsd:date", wrong))


def datatype_misspelt(site: Site) -> Iterator[Plant]:
    """``xsd:dat``."""
    if _DATE.fullmatch(site.statement.object):
        yield site.with_object(site.statement.object.replace("xsd:date", "xsd:daet"), meant="xsd:date")


def local_date(site: Site) -> Iterator[Plant]:
    """``31.12.2018`` or ``2018-6-1``."""
    if found := _DATE.fullmatch(site.statement.object):
        wrong = site.random.choice((f"{found[3]}.{found[2]}.{found[1]}", f"{found[1]}/{found[2]}/{found[3]}"))
        yield site.with_object(f'"{wrong}"^^xsd:date')


def century_wrong(site: Site) -> Iterator[Plant]:
    """``2108`` for ``2018``."""
    found = _DATE.fullmatch(site.statement.object)
    if found and found[1].startswith("20") and found[1][2] != found[1][1]:
        yield site.with_object(f'"2{found[1][2]}0{found[1][3]}-{found[2]}-{found[3]}"^^xsd:date')


def dates_swapped(site: Site) -> Iterator[Plant]:
    """Beginning and end in each other's place."""
    pairs = (("pol:start", "pol:end"), ("pol:inForce", "pol:terminated"), ("pol:date", "pol:lastDate"))
    for first, last in pairs:
        ends = site.block.using(last)
        if site.statement.predicate == first and len(ends) == 1 and ends[0].object != site.statement.object:
            lines = list(site.sheet.lines)
            lines[site.statement.index] = f"    {first} {ends[0].object} ;"
            lines[ends[0].index] = f"    {last} {site.statement.object} ;"
            right = frozenset({site.statement.index + 1, ends[0].index + 1})
            yield Plant(site.sheet.name, "\n".join(lines).encode(), right, None, site.block.subject)


def language_missing(site: Site) -> Iterator[Plant]:
    """A label without its tag."""
    if _TEXT.fullmatch(site.statement.object):
        yield site.with_object(site.statement.object.rpartition("@")[0])


def language_wrong(site: Site) -> Iterator[Plant]:
    """A label with a tag of another script, or a tag that is none."""
    if found := _TEXT.fullmatch(site.statement.object):
        wrong = {"en": site.random.choice(("ko", "english")), "ko": site.random.choice(("en", "korean"))}.get(
            found[2]
        )
        if wrong:
            yield site.with_object(f'"{found[1]}"@{wrong}')


def stray_space(site: Site) -> Iterator[Plant]:
    """A space at the end of a text, or two inside."""
    if found := _TEXT.fullmatch(site.statement.object):
        wrong = (
            f"{found[1]} "
            if " " not in found[1] or site.random.random() < 0.5
            else found[1].replace(" ", "  ", 1)
        )
        yield site.with_object(f'"{wrong}"@{found[2]}')


def hidden_character(site: Site) -> Iterator[Plant]:
    """A zero-width space in a text."""
    if found := _TEXT.fullmatch(site.statement.object):
        yield site.with_object(f'"{found[1][:2]}\u200b{found[1][2:]}"@{found[2]}')


def text_for_thing(site: Site) -> Iterator[Plant]:
    """A name in quotes."""
    if _NAME.fullmatch(site.statement.object):
        yield site.with_object(f'"{site.statement.object.partition(":")[2]}"')


def wrong_code(site: Site) -> Iterator[Plant]:
    """A value of another code list."""
    if site.statement.object.startswith("pols:"):
        kind = site.statement.object.partition("-")[0]
        others = sorted(
            n for n in site.known if n.startswith("pols:") and "-" in n and n.partition("-")[0] != kind
        )
        yield site.with_object(site.random.choice(others))


def wrong_thing(site: Site) -> Iterator[Plant]:
    """A place or document where another kind of thing is meant (a person may do what a state does)."""
    mine = site.types.get(site.statement.object)
    if mine and site.statement.object.startswith("id:"):
        wanted = site.random.choice(("pol:Place", "pol:Document"))
        others = sorted(name for name, types in site.types.items() if wanted in types and not types & mine)
        if others:
            yield site.with_object(site.random.choice(others))


# What is missing or too much


def label_dropped(site: Site) -> Iterator[Plant]:
    """No name in the first language."""
    if site.statement.predicate == "skos:prefLabel" and site.statement.object.endswith("@en"):
        yield site.dropped()


def source_dropped(site: Site) -> Iterator[Plant]:
    """A fact without the document behind it."""
    if site.statement.predicate == "dcterms:source" and len(site.block.using("dcterms:source")) == 1:
        yield site.dropped()


def status_dropped(site: Site) -> Iterator[Plant]:
    """A situation that does not say whether it is accepted."""
    if site.statement.predicate in {"pol:status", "pol:eventStatus"}:
        yield site.dropped()


def type_dropped(site: Site) -> Iterator[Plant]:
    """Nothing says what it is."""
    if site.statement.predicate == "a" and len(site.block.types) == 1:
        yield site.dropped()


def holder_dropped(site: Site) -> Iterator[Plant]:
    """A relation that lacks an end."""
    if site.statement.predicate in {"pol:holder", "pol:member", "pol:committer", "pol:group", "pol:claimant"}:
        yield site.dropped()


def disjoint_type(site: Site) -> Iterator[Plant]:
    """A second class that no such thing can have."""
    if site.statement.predicate == "a" and site.statement.object in {
        "pol:Person",
        "pol:State",
        "pol:Document",
    }:
        at = site.statement.index
        new = (site.sheet.lines[at], "    a pol:Place ;")
        yield _plant(
            site.sheet, at, at + 1, new, {at + 1, at + 2, site.block.start + 1}, None, site.block.subject
        )


def second_value(site: Site) -> Iterator[Plant]:
    """Two first days."""
    found = _DATE.fullmatch(site.statement.object)
    if found and site.statement.predicate in {"pol:start", "pol:date", "pol:signed", "pol:inForce"}:
        at, day = site.statement.index, "09" if found[3] != "09" else "10"
        new = (
            site.sheet.lines[at],
            f'    {site.statement.predicate} "{found[1]}-{found[2]}-{day}"^^xsd:date ;',
        )
        yield _plant(site.sheet, at, at + 1, new, {at + 1, at + 2}, None, site.block.subject)


def repeated_line(site: Site) -> Iterator[Plant]:
    """The same line twice."""
    at = site.statement.index
    line = site.sheet.lines[at]
    yield _plant(site.sheet, at, at + 1, (line, line), {at + 1, at + 2}, None, site.block.subject)


def duplicate_thing(site: Site) -> Iterator[Plant]:
    """The whole block again under another name."""
    if _once(site) and site.block.types & {
        "pol:Person",
        "pol:State",
        "pol:Organization",
        "pol:Place",
        "pol:Treaty",
    }:
        end = site.block.end + 1
        copy = site.sheet.lines[site.block.start : end]
        new = ("", f"{site.block.subject}-copy", *copy[1:])
        yield _plant(
            site.sheet, end, end, new, {site.block.start + 1, end + 2}, None, f"{site.block.subject}-copy"
        )


def blank_node(site: Site) -> Iterator[Plant]:
    """A thing without a name."""
    if site.statement.object.startswith("id:"):
        yield site.with_object("[]")


# Syntax


def dot_missing(site: Site) -> Iterator[Plant]:
    """The closing dot is gone: the reader is sent to where it belongs."""
    if _once(site) and site.block != site.sheet.blocks[-1]:
        end = site.block.end
        yield _plant(site.sheet, end, end + 1, (), {end, end + 1})


def semicolon_missing(site: Site) -> Iterator[Plant]:
    """No ``;`` at the end of a line."""
    if site.statement != site.block.statements[-1]:
        at = site.statement.index
        yield _plant(site.sheet, at, at + 1, (site.sheet.lines[at].removesuffix(" ;"),), {at + 1})


def bracket_open(site: Site) -> Iterator[Plant]:
    """A bracket that nothing closes: the reader is sent to it, or to where it should close."""
    at = site.statement.index
    new = f"    {site.statement.predicate} [ {site.statement.object} ;"
    yield _plant(site.sheet, at, at + 1, (new,), {at + 1})


def quote_missing(site: Site) -> Iterator[Plant]:
    """A text that does not end."""
    if _TEXT.fullmatch(site.statement.object):
        yield site.with_object(site.statement.object.replace('"@', "@"))


def iri_with_space(site: Site) -> Iterator[Plant]:
    """A space inside angle brackets."""
    if site.statement.object.startswith("id:"):
        local = site.statement.object.partition(":")[2].replace("-", " ", 1)
        if " " in local:
            yield site.with_object(f"<https://w3id.org/kgtools/id/{local}>")


def merge_marker(site: Site) -> Iterator[Plant]:
    """What a merge left behind."""
    at = site.statement.index
    line = site.sheet.lines[at]
    new = ("<<<<<<< ours", line, "=======", line, ">>>>>>> theirs")
    yield _plant(site.sheet, at, at + 1, new, {at + 1})


def not_utf8(site: Site) -> Iterator[Plant]:
    """A letter in another encoding."""
    if found := _TEXT.fullmatch(site.statement.object):
        mark = site.with_object(f'"\ufffc{found[1]}"@{found[2]}')
        data = mark.data.replace("\ufffc".encode(), b"\xe9")
        yield Plant(mark.file, data, mark.lines, None, mark.subject)


def _bare(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


NAMES: tuple[Kind, ...] = (
    class_misspelt,
    property_misspelt,
    external_property_misspelt,
    individual_misspelt,
    code_misspelt,
    wrong_case,
    underscore,
    word_left_out,
    prefix_misspelt,
    prefix_not_declared,
    http_for_https,
)
VALUES: tuple[Kind, ...] = (
    impossible_date,
    date_as_text,
    wrong_datatype,
    datatype_misspelt,
    local_date,
    century_wrong,
    dates_swapped,
    language_missing,
    language_wrong,
    stray_space,
    hidden_character,
    text_for_thing,
    wrong_code,
    wrong_thing,
)
STRUCTURE: tuple[Kind, ...] = (
    label_dropped,
    source_dropped,
    status_dropped,
    type_dropped,
    holder_dropped,
    disjoint_type,
    second_value,
    repeated_line,
    duplicate_thing,
    blank_node,
)
SYNTAX: tuple[Kind, ...] = (
    dot_missing,
    semicolon_missing,
    bracket_open,
    quote_missing,
    iri_with_space,
    merge_marker,
    not_utf8,
)
KINDS = (*NAMES, *VALUES, *STRUCTURE, *SYNTAX)


def plant(sheets: list[Sheet], known: frozenset[str], *, seed: int, each: int) -> Iterator[tuple[str, Plant]]:
    """Yield up to ``each`` plants of every kind; the same seed gives the same plants."""
    types = {block.subject: block.types for sheet in sheets for block in sheet.blocks}
    for kind in KINDS:
        random = Random(f"{seed} {kind.__name__}")  # noqa: S311 - a choice of places, no secret
        sites = [
            Site(sheet, block, statement, known, types, random)
            for sheet in sheets
            for block in sheet.blocks
            for statement in block.statements
        ]
        random.shuffle(sites)
        found = 0
        for site in sites:
            for planted in kind(site):
                if found < each:
                    found += 1
                    yield kind.__name__.replace("_", " "), planted
            if found >= each:
                break
