"""Strategies for Turtle and TriG texts: good ones from the grammar, and others by small edits."""

from __future__ import annotations

from hypothesis import strategies as st

HEAD = "@prefix ex: <https://example.org/> .\nPREFIX : <https://example.org/other#>\nBASE <https://example.org/base/x>\n"

_space = st.sampled_from([" ", "\n", "\t", "\r\n", "\r", "  ", " # comment ; . \" '\n", "#\n", "\n\n    "])
_iri = st.sampled_from(
    [
        "<https://example.org/a>",
        "<urn:x:y>",
        "<rel>",
        "<../up?q#f>",
        "<#f>",
        "<>",
        r"<https://example.org/\u00e9>",
        "<https://example.org/é/𐎀>",
        "ex:a",
        "ex:",
        ":",
        ":b.c",
        "ex:a-b_c",
        "ex:1",
        "ex:a:b",
        r"ex:a\~b\.",
        "ex:%41b",
        "ex:é·",
    ]
)
_blank = st.sampled_from(["_:a", "_:b1", "_:b.c", "_:1", "[]", "[ ]", "_:é-1", "_:b0x"])
_string = st.sampled_from(
    [
        '""',
        "''",
        '"a"',
        "'it\"s'",
        r'"a\"b\\"',
        r'"\u00e9\U0001D4B3\n"',
        '"""a"b""c"""',
        '"""two\r\nlines\\""""',
        "'''a'b''c\n'''",
        '"""' + '"' + 'x"""',
        '"한국 é 𐎀"',
        '"# no comment ."',
    ]
)
_suffix = st.sampled_from(["", "", "@en", "@en-US", "^^ex:t", "^^<urn:t>", " @ko", " ^^ ex:t", "^^\nex:t"])
_plain = st.sampled_from(["1", "-1", "+01", "1.5", ".5", "1e3", "1.e3", "-.5E-3", "true", "false"])
_verb = st.one_of(_iri, st.just("a"))


def _literals() -> st.SearchStrategy[str]:
    return st.one_of(_plain, st.builds(str.__add__, _string, _suffix))


def _spaced(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pieces: list[st.SearchStrategy[str]] = []
    for part in parts:
        pieces += [part, _space]
    return st.tuples(*pieces).map("".join)


def _lists(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(_spaced(values), max_size=3).map(lambda items: f"( {''.join(items)})")


def _predicates(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    objects = st.lists(_spaced(values), min_size=1, max_size=3).map(",".join)
    pair = st.tuples(_verb, _space, objects).map("".join)
    return st.tuples(
        st.lists(pair, min_size=1, max_size=4).map(" ; ".join), st.sampled_from(["", ";", " ;; "])
    ).map("".join)


def _properties(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return _predicates(values).map(lambda inner: f"[ {inner} ]")


_values = st.recursive(
    st.one_of(_iri, _blank, _literals()),
    lambda inner: st.one_of(_lists(inner), _properties(inner)),
    max_leaves=6,
)
_subjects = st.one_of(_iri, _iri, _blank, _lists(_values), _properties(_values))
_triples = st.one_of(
    st.tuples(_subjects, _space, _predicates(_values)).map("".join), _properties(_values)
).map(lambda triples: f"{triples} ")
_directive = st.sampled_from(
    [
        "PREFIX ex: <https://example.org/again/>\n",
        "@prefix new: <rel/> .",
        "@base <https://example.org/deep/er/> .",
        "base <more/>",
    ]
)
_statements = st.one_of(
    _triples.map(lambda triples: f"{triples}."), _triples.map(lambda t: f"{t}."), _directive
)


def turtle() -> st.SearchStrategy[str]:
    """Return texts that are Turtle."""
    return st.lists(_spaced(_statements), max_size=4).map(lambda parts: HEAD + "".join(parts))


def trig() -> st.SearchStrategy[str]:
    """Return texts that are TriG."""
    name = st.one_of(st.just(""), _iri, _blank, st.builds("GRAPH {}".format, st.one_of(_iri, _blank)))
    inside = st.lists(_triples, max_size=3).map(".".join)
    block = st.tuples(name, inside, st.sampled_from(["", "."])).map(
        lambda parts: f"{parts[0]} {{ {parts[1]}{parts[2] if parts[1] else ''} }}"
    )
    return st.lists(_spaced(st.one_of(block, _statements)), max_size=4).map(
        lambda parts: HEAD + "".join(parts)
    )


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
