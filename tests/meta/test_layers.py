"""Which outside packages each part of the code imports; import-linter looks at the inner layers.

The table is that of docs/architecture.md. A package that is not in a module's row is not imported there.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kgtools"
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
# pyoxigraph's terms are common from terms.py up. Its parser, serialiser and store have few homes.
TERMS = {"BlankNode", "DefaultGraph", "Literal", "NamedNode", "Quad", "Triple", "Variable"}
TEXT = {"RdfFormat", "parse", "serialize"}
STORE = {"QueryBoolean", "QuerySolutions", "QueryTriples", "Store"}
RESULTS = {"QueryResultsFormat", "parse_query_results"}
# The longest beginning of a module's name that is here gives what it may import.
ALLOWED: dict[str, set[str]] = {
    "": set(),
    "cli/": {"click", "rich"},
    "cli/infer": {"click", "pyoxigraph:text"},
    "lint/suggest": {"rapidfuzz"},
    "objects": {"owlready2", "pyoxigraph:text"},
    "asked": {"pyoxigraph:text"},
    "query/header": {"yaml"},
    "query/catalogue": {"rapidfuzz"},  # suggestions of names
    "query/parameters": {"rapidfuzz"},
    "query/table": {"pandas", "pyoxigraph:text"},
    "query/results": {"pyoxigraph:text"},
    "query/lint": {"rdflib"},  # the second parser that a query must pass
    "shapes/": {"pyoxigraph:store", "pyoxigraph:text"},
    "shapes/oracle": {"pyshacl", "rdflib", "pyoxigraph:store", "pyoxigraph:text"},
    "shapes/vocabulary": {"rapidfuzz"},  # suggestions for misspelt terms
    "reason/": {"pyoxigraph:text"},
    "reason/dl": {"owlready2", "pyoxigraph:text"},
    "reason/objects": {"owlready2", "pyoxigraph:text"},
    "export/": {"lxml", "pyoxigraph:text"},
    "labels": {"rapidfuzz"},
    "places": {"pyoxigraph:store"},
    "store/": {"pyoxigraph:store", "pyoxigraph:text"},
    "store/rdflib_view": {"rdflib"},
    "store/answers": {"pyoxigraph:results", "pyoxigraph:store", "pyoxigraph:text"},
    "gate": {"pyoxigraph:text"},
    "sparql/algebra": {"rdflib", "pyoxigraph:store"},
    "adding": {"pyoxigraph:text"},
    "parts": {"pyoxigraph:store", "pyoxigraph:text"},
    "validation": {"pyoxigraph:store"},
    "compat": {"pyshacl", "rdflib"},
    "web/": {"starlette", "granian", "jinja2"},
    "web/pages/": {"starlette", "jinja2", "markupsafe"},
}
# Packages that take long to import: never at the head of a module that others import at their head.
LAZY = {
    "granian",
    "jinja2",
    "lxml",
    "owlready2",
    "pandas",
    "pyshacl",
    "rapidfuzz",
    "rdflib",
    "rich",
    "starlette",
    "yaml",
}
AT_HEAD = {
    "shapes/oracle.py": {"pyshacl", "rdflib"},
    "shapes/vocabulary.py": {"rapidfuzz"},  # no part of the path of a query
    "store/rdflib_view.py": {"rdflib"},
}


def _tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / module).read_text(encoding="utf-8"))


def _outside(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Yield the outside packages that import statements name; pyoxigraph with the part that is used."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = (node.module or "").partition(".")[0]
            if package != "pyoxigraph":
                yield package
                continue
            names = {alias.name for alias in node.names}
            yield from (f"pyoxigraph:{part}" for part, of in _PARTS.items() if names & of)
            assert names <= TERMS | TEXT | STORE | RESULTS, f"unknown names of pyoxigraph: {names}"


_PARTS = {"text": TEXT, "store": STORE, "results": RESULTS}


def _run(tree: ast.Module, *, head: bool) -> Iterator[ast.AST]:
    """Yield the nodes that run: all but what only type checkers read; with ``head`` none inside functions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if head and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _packages(module: str, *, head: bool) -> set[str]:
    found = set(_outside(_run(_tree(module), head=head)))
    return {name for name in found if name not in sys.stdlib_module_names and name not in ("", "kgtools")}


def _allowed(module: str) -> set[str]:
    return ALLOWED[max((name for name in ALLOWED if module.startswith(name)), key=len)]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_its_own_packages_only(module: str) -> None:
    assert _packages(module, head=False) <= _allowed(module)


@pytest.mark.parametrize("module", MODULES)
def test_heavy_packages_are_imported_where_they_are_used(module: str) -> None:
    if module.startswith("web/"):  # imported by nothing but the commands that need it
        return
    assert _packages(module, head=True) & LAZY <= AT_HEAD.get(module, set())


@pytest.mark.parametrize("module", MODULES)
def test_only_the_command_line_prints_exits_or_reads_the_environment(module: str) -> None:
    if module.startswith("cli/"):
        return
    # Where the user's caches are is told by the environment, and how wide the terminal is.
    # A worker is a program of its own.
    allowed = {
        "cache.py": {"os.environ"},
        "query/terminal.py": {"os.environ", "sys.stdout"},
        "store/access.py": {"os.environ"},  # where users and passwords are
        "web/worker.py": {"sys.argv"},
    }
    watched = (
        "os.environ",
        "os.getenv",
        "os._exit",
        "sys.exit",
        "sys.argv",
        "sys.stdin",
        "sys.stdout",
        "sys.stderr",
    )
    nodes = list(_run(_tree(module), head=False))
    used = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)} & set(watched)
    assert used <= allowed.get(module, set())
    calls = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    assert not calls & {"print", "input", "exit", "quit"}


@pytest.mark.parametrize("module", MODULES)
def test_no_module_opens_a_socket(module: str) -> None:
    if module in {"store/endpoint.py", "store/access.py"} or module.startswith("web/"):
        return
    found = {
        name
        for node in _run(_tree(module), head=False)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not found & {
        "socket",
        "urllib.request",
        "http.client",
        "ftplib",
        "requests",
        "httpx",
        "ssl",
        "asyncio",
    }
