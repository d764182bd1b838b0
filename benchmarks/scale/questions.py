"""What the benchmarks of scale ask and check: settings, twelve questions of an analyst, and a few shapes."""

TOML = """name = "scale"
base = "https://example.org/id/"
[prefixes]
id = "https://example.org/id/"
ex = "https://example.org/schema/"
[roles]
label = ["skos:prefLabel"]
[[time]]
start = "ex:date"
[bounds]
start_min = "ex:startMin"
start_max = "ex:startMax"
end_min = "ex:endMin"
end_max = "ex:endMax"
[snapshot]
above_mb = 0
"""
PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX ex: <https://example.org/schema/>
PREFIX id: <https://example.org/id/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """
LOOKUP = "SELECT ?p ?o { id:event-000005 ?p ?o }"
QUESTIONS = {
    "names and sources of one thing": (
        "SELECT ?name ?source { id:event-000005 skos:prefLabel ?name ; dcterms:source ?source }"
    ),
    "by its name": 'SELECT ?s { ?s skos:prefLabel "000005차 정상 회담"@ko }',
    "who is involved with whom": "SELECT ?a ?b { ?a ex:involves ?b . ?b ex:involves ?a }",
    "two steps from one thing": "SELECT DISTINCT ?c { id:event-000005 ex:involves/ex:involves ?c }",
    "what a source says": "SELECT ?s ?name { ?s dcterms:source id:event-000005 ; skos:prefLabel ?name }",
    "on one day": 'SELECT ?s { ?s ex:date "2015-03-14"^^xsd:date }',
    "in one month": (
        'SELECT ?s ?d { ?s ex:date ?d FILTER(?d >= "2015-03-01"^^xsd:date && ?d < "2015-04-01"^^xsd:date) }'
    ),
    "how many a year": (
        "SELECT ?year (COUNT(*) AS ?n) { ?s ex:date ?d BIND(SUBSTR(STR(?d), 1, 4) AS ?year) } GROUP BY ?year"
    ),
    "most often involved": (
        "SELECT ?b (COUNT(*) AS ?n) { ?a ex:involves ?b } GROUP BY ?b ORDER BY DESC(?n) ?b LIMIT 10"
    ),
    "heaviest": "SELECT ?s ?w { ?s ex:weight ?w } ORDER BY DESC(?w) ?s LIMIT 10",
    "without involvement": "SELECT ?s { ?s a ex:Event FILTER NOT EXISTS { ?x ex:involves ?s } } LIMIT 100",
    "words in notes": 'SELECT ?s { ?s ex:note ?n FILTER(CONTAINS(?n, "no. 42")) } LIMIT 100',
}
SHAPES = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX ex: <https://example.org/schema/>
PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ex:EventShape a sh:NodeShape ; sh:targetClass ex:Event ;
  sh:property ex:EventName, ex:EventSource, ex:EventDate, ex:EventInvolves, ex:EventWeight .
ex:EventName sh:path skos:prefLabel ; sh:minCount 1 ; sh:uniqueLang true .
ex:EventSource sh:path dcterms:source ; sh:minCount 1 ; sh:nodeKind sh:IRI .
ex:EventDate sh:path ex:date ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date .
ex:EventInvolves sh:path ex:involves ; sh:minCount 1 ; sh:class ex:Event .
ex:EventWeight sh:path ex:weight ; sh:datatype xsd:decimal ; sh:maxInclusive 99.8 .
"""
