"""Random shapes and data: where other engines give other results than kgtools.

    python benchmarks/validation/agreement.py [--cases 500] [--seed 0] [--python /path/to/python]

Run it in a checkout by an interpreter that has kgtools and hypothesis; ``--python`` names one that has the
engines of ``requirements.txt``. The graphs are those of the tests (``tests/unit/shapes/random_shapes.py``):
plain literals and SHACL Core, then plain literals with ``sh:sparql`` and components. Results are compared as
a multiset of focus node, value, component, severity and source shape; blank nodes count as one another. The
same seed gives the same graphs. An engine that says nothing within 20 s is killed and goes on with the next.
"""

from __future__ import annotations

import argparse
import json
import selectors
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "unit" / "shapes"))

from random_queries import PATH_QUERIES, QUERIES
from random_shapes import Grammar, data_graphs, shapes_graphs

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).resolve().parent
ENGINES = ["pyshacl", "pyshacl_turbo", "pyshifty"]
PATIENCE = 20
GRAMMARS = {
    "SHACL Core": Grammar(odd=False),
    "Core and SPARQL": Grammar(odd=False, queries=st.sampled_from(QUERIES), path_queries=tuple(PATH_QUERIES)),
}


class Case(NamedTuple):
    """A data graph and a shapes graph, as Turtle."""

    data: str
    shapes: str


class Difference(NamedTuple):
    """What an engine has more or less than kgtools: a component and a count."""

    component: str
    more: bool


def cases(grammar: Grammar, number: int, start: int) -> list[Case]:
    """Return so many random cases."""
    found: list[Case] = []

    @seed(start)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.builds(Case, data_graphs(odd=False), shapes_graphs(grammar)))
    def draw(case: Case) -> None:
        found.append(case)

    draw()
    return found


def answers(engine: str, python: str, asked: list[Case]) -> list[dict[str, object]]:
    """Return the answer of an engine to each case, in a process that is started anew after a failure."""
    found: list[dict[str, object]] = []
    while len(found) < len(asked):
        rest = "".join(json.dumps(case) + "\n" for case in asked[len(found) :])
        found += _answers_of_one(engine, python, rest)
        if len(found) < len(asked):
            found.append({"failure": "no answer"})
    return found


def _answers_of_one(engine: str, python: str, asked: str) -> Iterator[dict[str, object]]:
    """Yield the answers of one process, as far as it comes."""
    process = subprocess.Popen(
        [python, str(HERE / "agreement_worker.py"), engine],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("the worker has no pipes")
    selector = selectors.DefaultSelector()
    selector.register(process.stdout, selectors.EVENT_READ)
    for line in asked.splitlines(keepends=True):
        try:
            process.stdin.write(line)
        except BrokenPipeError:
            break
        if not selector.select(PATIENCE) or not (answer := process.stdout.readline()):
            break
        yield json.loads(answer)
    process.kill()
    process.wait()


def compare(mine: dict[str, object], other: dict[str, object]) -> Counter[Difference]:
    """Return what another engine has more or less."""
    if "failure" in mine or "failure" in other:
        return Counter()
    left, right = (Counter(map(tuple, answer["results"])) for answer in (mine, other))
    found: Counter[Difference] = Counter()
    for more, rows in ((True, right - left), (False, left - right)):
        for row, count in rows.items():
            found[Difference(row[2], more)] += count
    return found


def main() -> None:
    """Print a table for each grammar, and an example of each kind of difference."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--examples", type=Path, help="a folder for one example of each kind of difference")
    options = parser.parse_args()
    for name, grammar in GRAMMARS.items():
        asked = cases(grammar, options.cases, options.seed)
        mine = answers("kgtools", sys.executable, asked)
        results = sum(len(answer.get("results", ())) for answer in mine)
        print(f"{name}: {len(asked)} cases, {results} results of kgtools")
        for engine in options.engines:
            others = answers(engine, options.python, asked)
            _print(engine, asked, mine, others, options.examples)
        print(flush=True)


def _print(
    engine: str,
    asked: list[Case],
    mine: list[dict[str, object]],
    others: list[dict[str, object]],
    folder: Path | None,
) -> None:
    agreeing, kinds = 0, defaultdict[Difference, list[Case]](list)
    failures = Counter(str(other["failure"]) for other in others if "failure" in other)
    for case, left, right in zip(asked, mine, others, strict=True):
        found = compare(left, right)
        agreeing += not found and "failure" not in left and "failure" not in right
        for kind in found:
            kinds[kind].append(case)
    print(f"  {engine:15} agrees in {agreeing}, fails in {failures.total()}")
    for failure, count in failures.most_common(5):
        print(f"      failure in {count:4}: {failure}")
    for kind, examples in sorted(kinds.items(), key=lambda item: -len(item[1])):
        print(f"      {'more' if kind.more else 'less'} {kind.component} in {len(examples):4}")
        if folder is not None:
            folder.mkdir(exist_ok=True)
            case = min(examples, key=lambda each: len(each.data) + len(each.shapes))
            name = f"{engine}-{'more' if kind.more else 'less'}-{kind.component}.ttl"
            (folder / name).write_text(f"{case.data}\n\n# shapes\n{case.shapes}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
