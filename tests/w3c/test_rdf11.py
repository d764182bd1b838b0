from __future__ import annotations

from collections import Counter

import pytest
import rdf11_suite as suite
from pyoxigraph import RdfFormat
from pyoxigraph import parse as load

from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse
from kgtools.turtle.syntax import TurtleSyntaxError

pytestmark = pytest.mark.skipif(not suite.is_available(), reason=suite.SKIP_REASON)

CASES = suite.cases()


def base_of(case: suite.Case) -> str | None:
    return case.base if case.syntax in {Format.TURTLE, Format.TRIG} else None


def test_the_suites_are_complete() -> None:
    assert Counter(case.name.partition("/")[0] for case in CASES) == suite.SIZES


@pytest.mark.parametrize("case", [case for case in CASES if case.is_negative], ids=lambda case: case.name)
def test_bad_syntax_is_refused_with_its_place(case: suite.Case) -> None:
    with pytest.raises(TurtleSyntaxError) as caught:
        list(parse(case.text, syntax=case.syntax, base=base_of(case), file="x"))
    finding = caught.value.diagnostic
    assert finding.code in {"KG001", "KG002", "KG003", "KG004", "KG005"}
    assert finding.span
    assert finding.span.line
    assert finding.span.column
    assert 0 <= caught.value.extent[0] <= caught.value.extent[1] <= len(case.text)


@pytest.mark.parametrize("case", [case for case in CASES if not case.is_negative], ids=lambda case: case.name)
def test_good_syntax_gives_the_expected_quads(case: suite.Case) -> None:
    quads = [located.quad for located in parse(case.text, syntax=case.syntax, base=base_of(case))]
    if case.result is not None:
        expected = load(path=case.result, format=RdfFormat.N_QUADS)
    else:
        expected = load(case.text, suite.RDF_FORMATS[case.syntax], base_iri=base_of(case))
    assert suite.canonical(quads) == suite.canonical(expected)
