"""Validates one file by one engine and prints CPU seconds of each phase as JSON.

    python worker.py ENGINE DATA SHAPES...

Phases: load (data and shapes in memory), validate, report (as Turtle). Engines that do several at
once say so with one number. Run by ``run.py``, each time in a process of its own.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

SH_RESULT = "http://www.w3.org/ns/shacl#result"


class Phases:
    """CPU time of all threads, phase by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = self._now()

    @staticmethod
    def _now() -> float:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    def end(self, name: str) -> None:
        """Note the end of a phase."""
        now = self._now()
        self.seconds[name] = round(now - self._last, 4)
        self._last = now


def kgtools(data: str, shapes: list[str]) -> tuple[Phases, int]:
    """Validate with this package."""
    from pyoxigraph import RdfFormat, Store, parse

    from kgtools.shapes import LiteralTable, judge, to_turtle

    phases = Phases()
    store, table = Store(), LiteralTable()
    store.bulk_extend(table.watch(parse(path=data, format=RdfFormat.N_TRIPLES)))
    quads = [quad for file in shapes for quad in parse(path=file, format=RdfFormat.TURTLE)]
    phases.end("load")
    judgement = judge(store, quads, literals=table)
    phases.end("validate")
    if not judgement.judged:
        sys.exit(str(judgement.diagnostics))
    to_turtle(judgement)
    phases.end("report")
    return phases, len(judgement.violations)


def pyshacl(data: str, shapes: list[str]) -> tuple[Phases, int]:
    """Validate with pySHACL on rdflib."""
    import pyshacl
    from rdflib import Graph, URIRef

    phases = Phases()
    graph, rules = Graph().parse(data, format="nt"), Graph()
    for file in shapes:
        rules.parse(file, format="turtle")
    phases.end("load")
    _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    phases.end("validate")
    report.serialize(format="turtle")
    phases.end("report")
    return phases, len(list(report.objects(None, URIRef(SH_RESULT))))


def pyshacl_turbo(data: str, shapes: list[str]) -> tuple[Phases, int]:
    """Validate with pyshacl-turbo, which reads the files itself."""
    import pyshacl_turbo
    from rdflib import Graph, URIRef

    phases = Phases()
    rules = Graph()
    for file in shapes:
        rules.parse(file, format="turtle")
    _, report, _ = pyshacl_turbo.validate(data, shacl_graph=rules, data_graph_format="nt")
    phases.end("load, validate and report")
    return phases, len(list(report.objects(None, URIRef(SH_RESULT))))


def pyshifty(data: str, shapes: list[str]) -> tuple[Phases, int]:
    """Validate with pyshifty, which reads the files itself; report graph included."""
    import shifty
    from rdflib import URIRef

    phases = Phases()
    _, report, _ = shifty.validate(Path(data), [Path(file) for file in shapes])
    phases.end("load, validate and report")
    return phases, len(list(report.objects(None, URIRef(SH_RESULT))))


def pyshifty_plain(data: str, shapes: list[str]) -> tuple[Phases, int]:
    """Validate with pyshifty without a report graph, its fastest way."""
    import shifty

    phases = Phases()
    result = shifty.validate_algebra(Path(data), [Path(file) for file in shapes])
    phases.end("load and validate")
    return phases, sum(len(violation.reasons) for violation in result.violations)


def main() -> None:
    """Run the engine named on the command line."""
    engine: Any = globals()[sys.argv[1]]
    phases, results = engine(sys.argv[2], sys.argv[3:])
    print(json.dumps({"seconds": phases.seconds, "results": results}))


if __name__ == "__main__":
    main()
