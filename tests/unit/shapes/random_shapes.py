"""Random shapes graphs and data graphs, small and full of corner cases."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from random_queries import COMPONENTS, DECLARED

PREFIXES = """
PREFIX ex: <https://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
NODES = ["ex:a", "ex:b", "ex:c", "ex:d", "_:x", "_:y"]
CLASSES = ["ex:C", "ex:D", "ex:E"]
PREDICATES = ["ex:p", "ex:q", "ex:r"]
PLAIN = [
    "1",
    "2",
    "7",
    '"1"',
    '"x"',
    '"xyz"',
    '"x"@en',
    '"y"@en',
    '"y"@en-gb',
    '"z"@ko',
    '"2019-02-28"^^xsd:date',
    '"2020-02-29"^^xsd:date',
    "1.5",
]
REWRITTEN = ["true", '"01"^^xsd:integer', '"5"^^xsd:int', '"300"^^xsd:byte', "4.0", "1e0", '"1"^^xsd:boolean']
ILL_FORMED = ['"2019-02-30"^^xsd:date', '"abc"^^xsd:integer']


@dataclass(frozen=True)
class Grammar:
    """What may occur in a shapes graph.

    Attributes:
        odd: Whether literals may be ill-formed or rewritten by a store, and values be compared that have
            no order: other engines are known to differ there.
        queries: Queries for ``sh:sparql``; None for SHACL Core alone.
        path_queries: Further ones, for property shapes.
        components: Whether constraint components of the shapes graph's own may be used.
    """

    odd: bool
    queries: st.SearchStrategy[str] | None = None
    path_queries: tuple[str, ...] = ()
    components: bool = True


iris = st.sampled_from(NODES[:4])
nodes = st.sampled_from(NODES)
predicates = st.sampled_from(PREDICATES)


def literals(*, odd: bool) -> st.SearchStrategy[str]:
    """Literals; odd ones are ill-formed or come back from a store as others."""
    return st.sampled_from(PLAIN + REWRITTEN + ILL_FORMED if odd else PLAIN)


@st.composite
def data_graphs(draw: st.DrawFn, *, odd: bool) -> str:
    """Turtle of a data graph with classes, blank nodes and literals."""
    lines = [PREFIXES, "ex:D rdfs:subClassOf ex:C . ex:E rdfs:subClassOf ex:D ."]
    types = draw(st.lists(st.tuples(nodes, st.sampled_from(CLASSES)), max_size=6))
    lines += [f"{node} a {class_} ." for node, class_ in types]
    objects = st.one_of(nodes, literals(odd=odd))
    triples = draw(st.lists(st.tuples(nodes, predicates, objects), max_size=14))
    # All statements of a subject follow each other, as in files.
    lines += [f"{s} {p} {o} ." for s, p, o in sorted(triples, key=lambda triple: triple[0])]
    return "\n".join(lines)


def paths() -> st.SearchStrategy[str]:
    """Turtle of a property path."""
    return st.recursive(
        predicates,
        lambda inner: st.one_of(
            st.builds("[ sh:inversePath {} ]".format, predicates),
            st.builds("( {} {} )".format, inner, inner),
            st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner),
            st.builds("[ sh:zeroOrMorePath {} ]".format, inner),
            st.builds("[ sh:oneOrMorePath {} ]".format, inner),
            st.builds("[ sh:zeroOrOnePath {} ]".format, inner),
        ),
        max_leaves=3,
    )


@st.composite
def _value_check(draw: st.DrawFn, *, odd: bool) -> str:
    terms = st.one_of(iris, literals(odd=odd))
    # pySHACL compares across types, and lets blank nodes pass a minimal length of 0.
    bounds = ["1", "2", '"2020-01-01"^^xsd:date', '"x"', "1.5"]
    choices = {
        "class": st.sampled_from(CLASSES),
        "datatype": st.sampled_from(_DATATYPES),
        "nodeKind": st.sampled_from(_NODE_KINDS),
        "minLength": st.integers(0 if odd else 1, 4),
        "maxLength": st.integers(0, 4),
        "pattern": st.sampled_from(['"^x"', '"1"', '"y$"', '"[0-9]{2}"']),
        "languageIn": st.sampled_from(['( "en" )', '( "en" "ko" )', '( "fr" )']),
        "in": st.lists(terms, max_size=4).map(lambda members: f"( {' '.join(members)} )"),
        "hasValue": terms,
        "equals": predicates,
        "disjoint": predicates,
    }
    if odd:
        for name in ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"):
            choices[name] = st.sampled_from(bounds)
    name = draw(st.sampled_from(sorted(choices)))
    return f"sh:{name} {draw(choices[name])}"


@st.composite
def _sparql_check(draw: st.DrawFn, queries: st.SearchStrategy[str], *, components: bool) -> str:
    kind = draw(st.sampled_from(["query"] * 4 + (["ask", "select"] if components else [])))
    if kind == "ask":
        return f"ex:reaches {draw(iris)}"
    if kind == "select":
        return f"ex:avoids {draw(iris)}" + draw(st.sampled_from(["", " ; ex:unless ex:b"]))
    return f"sh:sparql [ sh:prefixes ex:prefixes ; sh:select '''{draw(queries)}''' ]"


_DATATYPES = ["xsd:integer", "xsd:string", "rdf:langString", "xsd:date", "xsd:int", "xsd:byte", "xsd:decimal"]
_NODE_KINDS = ["sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI", "sh:IRIOrLiteral"]


@st.composite
def _check(draw: st.DrawFn, grammar: Grammar, *, depth: int, of_property: bool) -> str:
    """Turtle of one constraint, or of several that belong together."""
    kinds = ["value"] * 3 + (["nested"] * 2 if depth else []) + (["property"] * 3 if of_property else [])
    kind = draw(st.sampled_from(kinds + (["sparql"] if grammar.queries is not None else [])))
    if kind == "sparql" and grammar.queries is not None:
        own = st.sampled_from(grammar.path_queries) if of_property and grammar.path_queries else st.nothing()
        return draw(_sparql_check(grammar.queries | own, components=grammar.components))
    if kind == "value":
        return draw(_value_check(odd=grammar.odd))
    return draw(
        _property_check(grammar, depth=depth) if kind == "property" else _nested_check(grammar, depth=depth)
    )


@st.composite
def _nested_check(draw: st.DrawFn, grammar: Grammar, *, depth: int) -> str:
    name = draw(st.sampled_from(["not", "node", "and", "or", "xone", "property", "property", "closed"]))
    if name == "closed":
        return f"sh:closed true ; sh:ignoredProperties ( rdf:type {draw(predicates)} )"
    if name in {"node", "property"}:
        return f"sh:{name} {draw(shapes(grammar, depth=depth - 1, of_property=name == 'property'))}"
    if name == "not":
        return f"sh:not {draw(shapes(grammar, depth=depth - 1))}"
    members = draw(st.lists(shapes(grammar, depth=depth - 1), min_size=1, max_size=3))
    return f"sh:{name} ( {' '.join(members)} )"


@st.composite
def _property_check(draw: st.DrawFn, grammar: Grammar, *, depth: int) -> str:
    names = ["minCount", "maxCount", "uniqueLang"]
    names += ["lessThan", "lessThanOrEquals"] if grammar.odd else []
    names += ["qualified"] * 4 if depth else []
    name = draw(st.sampled_from(names))
    counts = st.integers(0, 5)
    match name:
        case "uniqueLang":
            return "sh:uniqueLang true"
        case "minCount" | "maxCount":
            return f"sh:{name} {draw(counts)}"
        case "qualified":
            shape = draw(shapes(grammar, depth=depth - 1))
            bounds = f"sh:qualifiedMinCount {draw(counts)} ; sh:qualifiedMaxCount {draw(counts)}"
            return f"sh:qualifiedValueShape {shape} ; {bounds}"
        case _:
            return f"sh:{name} {draw(predicates)}"


def _once(checks: list[str]) -> str:
    """Join constraints, each parameter that may stand once only the last time."""
    return " ; ".join({check.split()[0]: check for check in checks}.values())


@st.composite
def shapes(draw: st.DrawFn, grammar: Grammar, *, depth: int, of_property: bool | None = None) -> str:
    """Turtle of a node shape or property shape as a blank node.

    Args:
        draw: Draws.
        grammar: What may occur in it.
        depth: How deep shapes may nest in it.
        of_property: Whether it is a property shape; either if None.
    """
    is_property = draw(st.booleans()) if of_property is None else of_property
    checks = st.lists(_check(grammar, depth=depth, of_property=is_property), min_size=1, max_size=3)
    if is_property:
        return f"[ a sh:PropertyShape ; sh:path {draw(paths())} ; {_once(draw(checks))} ]"
    return f"[ a sh:NodeShape ; {_once(draw(checks))} ]"


def targets(*, odd: bool) -> st.SearchStrategy[str]:
    """Turtle of one target declaration."""
    return st.one_of(
        st.builds("sh:targetClass {}".format, st.sampled_from(CLASSES)),
        st.builds("sh:targetNode {}".format, st.one_of(iris, literals(odd=odd))),
        st.builds("sh:targetSubjectsOf {}".format, predicates),
        st.builds("sh:targetObjectsOf {}".format, predicates),
    )


@st.composite
def shapes_graphs(draw: st.DrawFn, grammar: Grammar) -> str:
    """Turtle of a shapes graph with one to three targeted shapes, nested up to three levels."""
    found = draw(
        st.lists(st.tuples(shapes(grammar, depth=2), targets(odd=grammar.odd)), min_size=1, max_size=3)
    )
    lines = [PREFIXES, f"ex:prefixes sh:declare {DECLARED} ."]
    lines += [COMPONENTS] if grammar.queries is not None else []
    for number, (shape, target) in enumerate(found):
        lines.append(f"ex:S{number} {target} ; {shape[2:-2]} .")
    return "\n".join(lines)
