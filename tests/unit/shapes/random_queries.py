"""Queries for SHACL-SPARQL: a list of telling ones, random ones, and constraint components."""

from __future__ import annotations

from hypothesis import strategies as st

# Flat ones run for all focus nodes at once, the others for each; both must agree.
QUERIES = [
    "SELECT $this ?value { $this ex:p ?value }",
    "SELECT DISTINCT $this { $this ex:p ?any }",
    "SELECT $this { FILTER NOT EXISTS { $this ex:p ?any } }",
    "SELECT $this ?value { $this ex:p ?value FILTER NOT EXISTS { ?value ex:q $this } }",
    "SELECT $this ?value { $this ex:p ?value FILTER(?value = $this || isBlank($this)) }",
    "SELECT $this ?value { $this ex:p ?value OPTIONAL { $this ex:q ?other } FILTER(!BOUND(?other)) }",
    "SELECT $this ?value { { $this ex:p ?value } UNION { ?value ex:q $this } }",
    "SELECT $this { { FILTER(isIRI($this)) } UNION { $this ex:r ?any } }",
    "SELECT $this ?value { $this ex:p ?any BIND(STR(?any) AS ?value) }",
    "SELECT $this ?value { BIND(STR($this) AS ?value) FILTER(STRLEN(?value) > 3) }",
    "SELECT $this (ex:q AS ?path) ?value { $this ex:q ?value }",
    "SELECT $this (COUNT(?any) AS ?value) { $this ex:p ?any } GROUP BY $this HAVING (COUNT(?any) > 1)",
    "SELECT $this ?value { $this ex:p|^ex:q ?value { SELECT $this { $this ex:r ?any } } }",
    "SELECT $this ?value { $this ex:p ?value } ORDER BY ?value LIMIT 1",
    "SELECT $this { OPTIONAL { $this ex:p ?any FILTER($this != ex:a) } FILTER(!BOUND(?any)) }",
    "SELECT $this { { { FILTER(isIRI($this)) } $this ex:p ?any } }",
    "SELECT $this { FILTER EXISTS { $this ex:p ?a FILTER EXISTS { ?a ex:q ?b FILTER(?b != $this) } } }",
    "SELECT $this { FILTER NOT EXISTS { ?b ex:r ?c . $this ex:p ?a . ?a ex:q ?b FILTER(?c != $this) } }",
    "SELECT $this ?value { ?value ex:p $this FILTER EXISTS { { ?value ex:q $this } UNION { ?b ex:r ?c } } }",
    "SELECT $this { $this ex:p ?any { SELECT $this (COUNT(?b) AS ?n) { ?b ex:q $this } GROUP BY $this } FILTER(?n > 1) }",
    "SELECT $this { { SELECT $this (MAX(?c) AS ?b) { ?c ex:q ?d } GROUP BY $this } ?b ex:p $this }",
    "SELECT $this ?value { $this ex:p ?value { SELECT $this ?value { ?value ex:q ?c } ORDER BY ?c LIMIT 1 } }",
    "SELECT $this { $this ex:p ?a OPTIONAL { ?a ex:q ?b OPTIONAL { ?b ex:r ?c } } FILTER(!BOUND(?c)) }",
    "SELECT $this { $this ex:p ?a { ?b ex:r ?c OPTIONAL { ?a ex:q ?d } } }",
    "SELECT $this { { FILTER NOT EXISTS { ?a ex:q ?b } } $this ex:p ?a }",
    "SELECT $this { OPTIONAL { $this ex:p ?a } FILTER NOT EXISTS { ?a ex:q ?b } }",
    "SELECT $this { FILTER NOT EXISTS { ex:a ex:p ?a . ?a ex:q ?b } }",
    "SELECT $this { $this ex:p ?a . ?b ?c ?a FILTER(?b != $this) }",
    "SELECT $this ?value { $this ?c ?value FILTER NOT EXISTS { ?value a/rdfs:subClassOf* ex:C } }",
    "SELECT $this ?value { $this ex:p* ?value FILTER(isLiteral(?value)) }",
    "SELECT $this { $this ex:p ?a . ?b ex:q? ?c FILTER(sameTerm(?a, ?b) && isBlank(?c)) }",
    "SELECT $this { $this ex:p ?a BIND(EXISTS { ?a ex:q ?b } AS ?c) FILTER(!?c) }",
    "SELECT $this { $this ex:p [ ex:q ?a ] . ?b ex:r ?a FILTER NOT EXISTS { ?b ex:p $this } }",
    "SELECT $this (SUM(IF(EXISTS { ?a ex:q ?b }, 1, 0)) AS ?n) { $this ex:p ?a } GROUP BY $this",
]
PATH_QUERIES = [
    "SELECT $this ?value { $this $PATH ?value FILTER(!isLiteral(?value)) }",
    "SELECT $this { FILTER NOT EXISTS { $this $PATH ?any } }",
]

DECLARED = """[ sh:prefix "ex" ; sh:namespace "https://example.org/" ],
    [ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#" ]"""

COMPONENTS = """
ex:Reaches a sh:ConstraintComponent ; sh:parameter [ sh:path ex:reaches ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex:prefixes ;
        sh:ask "ASK { FILTER EXISTS { $value ex:p|ex:q $reaches } }" ] .
ex:Avoids a sh:ConstraintComponent ; sh:parameter [ sh:path ex:avoids ] , [ sh:path ex:unless ; sh:optional true ] ;
    sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:prefixes ex:prefixes ;
        sh:select "SELECT $this ?value { $this ?any ?value FILTER(?value = $avoids) OPTIONAL { $this ex:r ?b } FILTER(!BOUND(?b) || !BOUND($unless) || ?b != $unless) }" ] ;
    sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:prefixes ex:prefixes ;
        sh:select "SELECT $this ?value { $this $PATH ?value . ?value ex:q ?a FILTER(?a = $avoids) }" ] .
"""
"""Components with a validator for both kinds of shape, and with one for each and an optional parameter."""

_PROPERTIES = ["ex:p", "ex:q", "ex:r"]
_STEPS = [
    *_PROPERTIES * 4,
    "^ex:p",
    "ex:p/ex:q",
    "ex:p|ex:r",
    "ex:q*",
    "ex:p+",
    "ex:r?",
    "(ex:p/^ex:q)*",
    "a",
]
_FREE = ["?a", "?b", "?c"]
_BOUND = ["$this", "$this", "?value"]
_subjects = st.sampled_from([*_BOUND, *_FREE, "ex:a"])
_objects = st.sampled_from([*_BOUND, *_FREE, "ex:b", "ex:C", "1"])
_variables = st.sampled_from([*_BOUND, *_FREE])


@st.composite
def _group(draw: st.DrawFn, depth: int) -> str:
    """What stands between the braces of a group, triple patterns first."""
    triples = st.builds("{} {} {} .".format, _subjects, st.sampled_from([*_STEPS, "?d"]), _objects)
    found = draw(st.lists(triples, max_size=2))
    inner = _group(depth - 1)
    others = [_condition(depth).map("FILTER({})".format)]
    if depth:
        others += [
            inner.map("OPTIONAL {{ {} }}".format),
            st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
            inner.map("{{ {} }}".format),
            inner.map("{{ SELECT DISTINCT $this ?a {{ {} }} }}".format),
            inner.map(
                f"{{{{ SELECT $this (COUNT(?a) AS ?n{depth}) {{{{ {{}} }}}} GROUP BY $this }}}}".format
            ),
        ]
    names = iter(range(9))
    for element in draw(st.lists(st.one_of(others), min_size=0 if found else 1, max_size=2)):
        found.append(element)
        if draw(st.integers(0, 4)) == 0:
            # The name is this group's own: a variable can be given a value by BIND only once.
            name = f"?k{depth}{next(names)}"
            found.append(f"BIND({draw(_condition(depth))} AS {name}) FILTER({name} || !BOUND(?c))")
    return " ".join(found)


@st.composite
def _condition(draw: st.DrawFn, depth: int) -> str:
    left, right = draw(_variables), draw(_variables)
    choices = [
        f"{left} = {right}",
        f"{left} != {right}",
        f"!BOUND({left})",
        f"isLiteral({left})",
        f"isIRI({left}) && BOUND({right})",
        f"{left} > 1",
        f"sameTerm({left}, {right}) || isBlank({left})",
        f"{left} IN (ex:a, {right})",
    ]
    if depth and draw(st.booleans()):
        word = draw(st.sampled_from(["EXISTS", "NOT EXISTS"]))
        pattern = f"{word} {{ {draw(_group(depth - 1))} }}"
        return draw(st.sampled_from([pattern, f"{pattern} || {choices[2]}", f"!({pattern})"]))
    return draw(st.sampled_from(choices))


def random_queries() -> st.SearchStrategy[str]:
    """SELECT queries of a constraint: nested groups, OPTIONAL, EXISTS, sub-queries and aggregates."""
    forms = [
        "SELECT $this ?value {{ {} }}",
        "SELECT DISTINCT $this {{ {} }}",
        "SELECT $this (COUNT(?a) AS ?total) {{ {} }} GROUP BY $this HAVING (COUNT(?a) > 1)",
        "SELECT $this (COUNT(DISTINCT ?value) AS ?total) {{ {} }} GROUP BY $this",
    ]
    return st.builds(lambda form, group: form.format(group), st.sampled_from(forms), _group(2))
