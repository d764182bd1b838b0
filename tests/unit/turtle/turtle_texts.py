"""Strategies for Turtle and TriG texts: good ones from the grammar, and others by small edits."""

from __future__ import annotations

import random

from hypothesis import strategies as st

HEAD = "@prefix ex: <https://example.org/> .\nPREFIX : <https://example.org/other#>\nBASE <https://example.org/base/x>\n"

_SPACES = (" ", "\n", "\t", "\r\n", "\r", "  ", " # comment ; . \" '\n", "#\n", "\n\n    ", "\n# above\n")
_IRIS = (
    *("<https://example.org/a>", "<urn:x:y>", "<rel>", "<../up?q#f>", "<#f>", "<>"),
    *(r"<https://example.org/\u00e9>", "<https://example.org/é/𐎀>"),
    *("ex:a", "ex:", ":", ":b.c", "ex:a-b_c", "ex:1", "ex:a:b", r"ex:a\~b\.", "ex:%41b", "ex:é·"),
)
_BLANKS = ("_:a", "_:b1", "_:b.c", "_:1", "[]", "[ ]", "_:é-1", "_:b0x")
_STRINGS = (
    *('""', "''", '"a"', "'it\"s'", r'"a\"b\\"', r'"\u00e9\U00010380\n"', '"한국 é 𐎀"', '"# no comment ."'),
    *('"""a"b""c"""', '"""two\r\nlines\\""""', "'''a'b''c\n'''", '""""x"""'),
)
_SUFFIXES = ("", "", "@en", "@en-US", "^^ex:t", "^^<urn:t>", " @ko", " ^^ ex:t", "^^\nex:t")
_PLAIN = ("1", "-1", "+01", "1.5", ".5", "1e3", "1.e3", "-.5E-3", "true", "false")
_DIRECTIVES = (
    "PREFIX ex: <https://example.org/again/>\n",
    "@prefix new: <rel/> .",
    "@base <https://example.org/deep/er/> .",
    "base <more/>",
)


class _Writer:
    """Writes random texts; strategies of hypothesis for the same are too slow to be run often."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  # no secret

    def turtle(self) -> str:
        return HEAD + "".join(self._spaced(self._statement()) for _ in range(self._random.randrange(5)))

    def trig(self) -> str:
        pick = (self._block, self._block, self._statement)
        return HEAD + "".join(
            self._spaced(self._random.choice(pick)()) for _ in range(self._random.randrange(5))
        )

    def _block(self) -> str:
        name = self._random.choice(("", self._one(_IRIS), self._one(_BLANKS)))
        keyword = self._one(("GRAPH ", "")) if name else ""
        inside = ".".join(self._triples() for _ in range(self._random.randrange(3)))
        return f"{keyword}{name} {{ {inside}{self._one(('', '.')) if inside else ''} }}"

    def _statement(self) -> str:
        return self._one(_DIRECTIVES) if self._random.random() < 0.15 else f"{self._triples()}."

    def _triples(self) -> str:
        kind = self._random.randrange(10)
        if kind == 0:
            return self._properties(2)
        subject = self._list(2) if kind == 1 else self._properties(2) if kind == 2 else self._name()
        return f"{self._spaced(subject)}{self._predicates(3)} "

    def _predicates(self, depth: int) -> str:
        pairs = [self._pair(depth) for _ in range(self._random.randrange(1, 4))]
        return " ; ".join(pairs) + self._one(("", ";", " ;; "))

    def _pair(self, depth: int) -> str:
        objects = [self._spaced(self._value(depth)) for _ in range(self._random.randrange(1, 3))]
        return f"{self._spaced(self._one(('a', *_IRIS)))}{','.join(objects)}"

    def _value(self, depth: int) -> str:
        kind = self._random.randrange(8)
        if kind == 0 and depth:
            return self._list(depth - 1)
        if kind == 1 and depth:
            return self._properties(depth - 1)
        if kind in {2, 3}:
            return self._one(_STRINGS) + self._one(_SUFFIXES)
        return self._one(_PLAIN) if kind == 4 else self._name()

    def _list(self, depth: int) -> str:
        items = [self._spaced(self._value(depth)) for _ in range(self._random.randrange(4))]
        return f"({self._one(_SPACES)}{''.join(items)})"

    def _properties(self, depth: int) -> str:
        return f"[{self._one(_SPACES)}{self._predicates(depth)} ]"

    def _name(self) -> str:
        return self._one(_IRIS if self._random.random() < 0.7 else _BLANKS)

    def _spaced(self, text: str) -> str:
        return text + self._one(_SPACES)

    def _one(self, options: tuple[str, ...]) -> str:
        return self._random.choice(options)


_SEEDS = st.integers(0, 2**40)


def turtle() -> st.SearchStrategy[str]:
    """Return texts that are Turtle."""
    return _SEEDS.map(lambda seed: _Writer(seed).turtle())


def trig() -> st.SearchStrategy[str]:
    """Return texts that are TriG."""
    return _SEEDS.map(lambda seed: _Writer(seed).trig())


GOOD_TURTLE = (
    HEAD
    + 'ex:a a ex:C ;\n    ex:p \'one\'@en-GB , 2.5, 1e3, true ; ; # why\n    :q.r <#s>, """a"b"""^^ex:t .\n',
    HEAD + '[ ex:p ( 1 [ a ex:C ; ex:q _:a.b ] () ) ; ex:r [] ] .\n(1 <x>) ex:s "a\\n\\u00e9" , [ ] .\n',
    "@prefix : <urn:x:> .\n:a:b :c%41 :d\\~e\\.f, :1, -.5E-3 . PREFIX : <urn:y:> :a a :b.\n_:1 :é· _:b0x.\n",
)
GOOD_TRIG = (
    *GOOD_TURTLE,
    HEAD + "ex:g { ex:a a ex:C . [ ex:p 1 ] } GRAPH _:g { } { ex:a ex:p ( ex:b ) ; . }\nex:a ex:p 1 .\n",
    HEAD + "[] { ex:a ex:p 'x' } graph [ ] {ex:a ex:p 1.0 .} _:b {_:b ex:p _:b}\n",
)

_PIECES = (
    *".;,[](){}<>\"'@#:_%\\-+~=| \n\r\t\x00\x0ba1é·\u0300\xa0\u2028\ufeff",
    *("^^", "_:", "::", '"""', "'''", "\\u0041", "\\uD800", "@en", "--ltr", "%41", "1.", "e3", "<<", "{|"),
    *("@prefix", "PREFIX", "BASE", "GRAPH", "true", "ex:"),
)


@st.composite
def edited(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """Return a text with a few small edits, which may have made it bad."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 8])))
        text = text[:start] + draw(st.sampled_from(["", *_PIECES])) + text[end:]
    return text
