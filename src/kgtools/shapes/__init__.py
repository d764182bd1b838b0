"""Validation of facts by SHACL shapes."""

from kgtools.shapes.findings import Locate
from kgtools.shapes.incremental import Delta, Validation
from kgtools.shapes.judge import judge
from kgtools.shapes.messages import alias, sentence, to_diagnostic
from kgtools.shapes.oracle import from_rdflib
from kgtools.shapes.paths import Path
from kgtools.shapes.paths import show as show_path
from kgtools.shapes.report import to_rdflib, to_triples, to_turtle
from kgtools.shapes.results import Judgement, Violation
from kgtools.shapes.table import LiteralTable
from kgtools.shapes.trial import Trial

__all__ = [
    "Delta",
    "Judgement",
    "LiteralTable",
    "Locate",
    "Path",
    "Trial",
    "Validation",
    "Violation",
    "alias",
    "from_rdflib",
    "judge",
    "sentence",
    "show_path",
    "to_diagnostic",
    "to_rdflib",
    "to_triples",
    "to_turtle",
]
