"""Knowledge graphs whose facts live as Turtle files in git.

>>> import kgtools
>>> g = kgtools.open()
>>> g.query("SELECT (COUNT(*) > 0 AS ?known) { ?class a owl:Class }").records()
[{'known': 'true'}]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic, Report
    from kgtools.difference import Difference, diff
    from kgtools.errors import KgError
    from kgtools.graph import Graph
    from kgtools.query.run import Result
    from kgtools.validation import ValidationReport, validate

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "Difference",
    "Graph",
    "KgError",
    "Report",
    "Result",
    "ValidationReport",
    "__version__",
    "diff",
    "open",
    "validate",
]

# Loaded when asked for: `import kgtools` alone must not cost what the engines cost.
_HOMES = {
    "Diagnostic": "kgtools.diagnostics",
    "Difference": "kgtools.difference",
    "Graph": "kgtools.graph",
    "KgError": "kgtools.errors",
    "Report": "kgtools.diagnostics",
    "Result": "kgtools.query.run",
    "ValidationReport": "kgtools.validation",
    "diff": "kgtools.difference",
    "validate": "kgtools.validation",
}


def open(  # noqa: A001 - kgtools.open() is the name
    where: str | Path | None = None, *, language: str | None = None, endpoint: str | None = None
) -> Graph:
    """Return a project as a graph to ask.

    Args:
        where: A project folder; None takes the nearest ``kg.toml`` upward, else the bundled project.
        language: Language of labels, before the project's own order.
        endpoint: Address of a SPARQL endpoint that holds the facts; ``project`` for that in ``kg.toml``.

    Raises:
        ProjectError: The folder is no project, or its ``kg.toml`` is wrong.
    """
    from kgtools.graph import Graph

    return Graph(where, language=language, endpoint=endpoint)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kgtools' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
