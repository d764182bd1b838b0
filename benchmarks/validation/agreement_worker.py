"""Answers cases from standard input by one engine, a line of JSON for each. Started by ``agreement.py``."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

SH = "http://www.w3.org/ns/shacl#"


def kgtools(data: str, shapes: str) -> Any:
    """Return the report of this package."""
    from pyoxigraph import RdfFormat, Store, parse

    from kgtools.shapes import LiteralTable, judge, to_rdflib

    store, table = Store(), LiteralTable()
    store.extend(table.watch(parse(data, RdfFormat.TURTLE)))
    judgement = judge(store, parse(shapes, RdfFormat.TURTLE), literals=table, refuse_vacuous=False)
    if not judgement.judged:
        raise ValueError(judgement.diagnostics[0].message)
    return to_rdflib(judgement)


def pyshacl(data: str, shapes: str) -> Any:
    """Return the report of pySHACL."""
    import pyshacl
    from rdflib import Graph

    rules = Graph().parse(data=shapes, format="turtle")
    return pyshacl.validate(Graph().parse(data=data, format="turtle"), shacl_graph=rules)[1]


def pyshacl_turbo(data: str, shapes: str) -> Any:
    """Return the report of pyshacl-turbo, given rdflib graphs."""
    import pyshacl_turbo
    from rdflib import Graph

    rules = Graph().parse(data=shapes, format="turtle")
    return pyshacl_turbo.validate(Graph().parse(data=data, format="turtle"), shacl_graph=rules)[1]


def pyshifty(data: str, shapes: str) -> Any:
    """Return the report of pyshifty, given files."""
    import shifty

    with tempfile.TemporaryDirectory() as folder:
        facts, rules = Path(folder) / "data.ttl", Path(folder) / "shapes.ttl"
        facts.write_text(data, encoding="utf-8")
        rules.write_text(shapes, encoding="utf-8")
        return shifty.validate(facts, [rules])[1]


def rows(report: Any) -> list[list[str]]:
    """Return the results of a report graph, sorted; every blank node is one blank node."""
    from rdflib import BNode, URIRef

    def show(result: Any, name: str) -> str:
        value = report.value(result, URIRef(SH + name))
        if isinstance(value, BNode):
            return "_"
        return "" if value is None else value.n3()

    names = ("focusNode", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
    found = [
        [show(result, name) for name in names]
        for head in report.subjects(URIRef(SH + "conforms"))
        for result in report.objects(head, URIRef(SH + "result"))
    ]
    for row in found:
        row[2] = row[2].strip("<>").rpartition("#" if "#" in row[2] else "/")[2]
    return sorted(found)


def main() -> None:
    """Answer until the input ends."""
    engine: Any = globals()[sys.argv[1]]
    for line in sys.stdin:
        data, shapes = json.loads(line)
        try:
            answer: dict[str, object] = {"results": rows(engine(data, shapes))}
        except Exception as error:  # noqa: BLE001 - an engine may raise anything
            answer = {"failure": f"{type(error).__name__}: {str(error).splitlines()[:1]}"[:100]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
