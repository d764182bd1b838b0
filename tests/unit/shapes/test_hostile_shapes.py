"""Shapes that are wrong or hostile: a verdict or a clear refusal in bounded time, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

_JUDGE = """
import sys
from pyoxigraph import RdfFormat, Store, parse
from kgtools.shapes import judge
head = "PREFIX ex: <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#> "
data, shapes = sys.stdin.read().split("----")
store = Store()
store.load(head + data, RdfFormat.TURTLE)
found = judge(store, parse(head + shapes, RdfFormat.TURTLE))
print(*sorted({each.code for each in found.diagnostics}), len(found.violations))
"""
_FACTS = f"ex:a a ex:C ; ex:p '{'a' * 50_000}!' ."
_DOUBLED = "ex:S0 sh:targetClass ex:C . " + " ".join(
    f"ex:S{n} sh:{kind} ( ex:S{n + 1} ex:S{n + 1} ) ."
    for n, kind in enumerate(["and", "or", "xone", "and", "or"] * 5)
)
_PROPERTIES = "ex:S0 sh:targetClass ex:C . " + " ".join(
    f"ex:S{n} sh:property [ sh:path ex:p ; sh:node ex:S{n + 1} ] , [ sh:path ex:q ; sh:node ex:S{n + 1} ] ."
    for n in range(25)
)


def _sparql(body: str) -> str:
    return f"ex:S sh:targetClass ex:C ; sh:sparql [ sh:select '''SELECT $this {body}''' ] ."


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        pytest.param("ex:a a ex:C ; ex:p 1 .", "KG601 0", id="data as shapes"),
        pytest.param(
            "ex:S sh:targetClass ex:C ; sh:path ex:p ; sh:pattern '^(a+)+$' .", "1", id="backtracking"
        ),
        pytest.param(_sparql("{ SERVICE <https://example.org/> { $this ?p ?o } }"), "KG607 0", id="SERVICE"),
        pytest.param(_sparql("FROM <https://example.org/> { $this ?p ?o }"), "KG607 0", id="FROM"),
        pytest.param("ex:S sh:targetClass ex:C ; sh:not ex:S .", "KG604 0", id="recursion"),
        pytest.param(_DOUBLED + " ex:S25 sh:nodeKind sh:IRI .", None, id="doubled 25 times"),
        pytest.param(_PROPERTIES + " ex:S25 sh:nodeKind sh:IRI .", None, id="properties doubled 25 times"),
    ],
)
def test_bounded(shapes: str, expected: str | None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _JUDGE],
        input=f"{_FACTS}----{shapes}",
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    if expected is not None:
        assert done.stdout.split() == expected.split()
    else:
        assert done.stdout
