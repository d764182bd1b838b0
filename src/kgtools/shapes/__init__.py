"""Validation of facts by SHACL shapes."""

from kgtools.shapes.findings import Locate
from kgtools.shapes.judge import judge
from kgtools.shapes.messages import alias, to_diagnostic
from kgtools.shapes.paths import Path
from kgtools.shapes.paths import show as show_path
from kgtools.shapes.results import Judgement, Violation

__all__ = ["Judgement", "Locate", "Path", "Violation", "alias", "judge", "show_path", "to_diagnostic"]
