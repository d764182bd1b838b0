"""Hypothesis strategies for RDF terms, shared by the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from kgtools.terms import XSD, Literal, NamedNode

# Every character that a literal can hold: surrogates are no characters.
texts = st.text(st.characters(exclude_categories=["Cs"]))
# The same, with what is special in Turtle, SPARQL, CSV and Markdown made frequent.
awkward_texts = st.text(
    st.one_of(
        st.sampled_from("\"'\\\n\r\t,;|{}<>#?$@^`~*uU0041 \x00\x01\x7f\u2028\ufeff"),
        st.characters(exclude_categories=["Cs"]),
    )
)
local_names = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,8}", fullmatch=True)
iris = local_names.map(lambda name: NamedNode(f"https://example.org/id/{name}"))
languages = st.sampled_from(["en", "ko", "de-at", "zh-hant"])
literals = st.one_of(
    st.builds(Literal, awkward_texts),
    st.builds(lambda text, tag: Literal(text, language=tag), awkward_texts, languages),
    st.builds(lambda text: Literal(text, datatype=NamedNode("https://example.org/type")), awkward_texts),
    st.integers().map(lambda number: Literal(str(number), datatype=XSD["integer"])),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD["date"])),
)
terms = st.one_of(iris, literals)
