"""What is judged of a change is all that a full check would find, and nothing else."""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kgtools import project as projects
from kgtools.adding import judging, placing
from kgtools.adding.judging import Judge
from kgtools.adding.offer import plain
from kgtools.change.homes import Homes
from kgtools.diagnostics import Severity
from kgtools.terms import RDF, RDFS, XSD, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from pathlib import Path

    from kgtools.adding.placing import Plan
    from kgtools.diagnostics import Diagnostic
    from kgtools.graph import Graph
    from kgtools.project import Project

LONG = bool(os.environ.get("KGTOOLS_NIGHTLY"))
DAYS = ("2001-01-01", "2019-06-31", "2031-01-01", "1998")
WORDS = ("Ada Brook", "2001-01-01", " a stray space", "true")


def verdicts(
    judge: Judge, plan: Plan, added: tuple[Quad, ...], removed: tuple[Quad, ...]
) -> Iterator[Counter[Hashable]]:
    """Yield the errors that come by the touched constraints alone, then by two full checks."""
    drafts = judge._drafts(plan)
    for after, before in (judge._touched(judge._after(drafts), added, removed), judge._in_full(drafts)):
        errors = [finding for finding in after if finding.severity is Severity.ERROR]
        yield Counter(map(judging._same, judging._less(errors, before)))


def mutated(fact: Quad, others: list[Quad], chance: random.Random) -> Quad:
    """Return a fact like one that is there, with another subject, property or value."""
    other = chance.choice(others)
    value = chance.choice(
        [
            other.object,
            Literal(chance.choice(WORDS)),
            Literal(chance.choice(WORDS), language="en"),
            Literal(chance.choice(DAYS), datatype=XSD["date"]),
            NamedNode("https://example.org/id/nobody"),
        ]
    )
    return chance.choice(
        [
            Quad(other.subject, fact.predicate, fact.object),
            Quad(fact.subject, other.predicate, other.object),
            Quad(fact.subject, fact.predicate, value),
            Quad(NamedNode("https://example.org/id/person-new"), fact.predicate, fact.object),
            Quad(fact.subject, RDF["type"], NamedNode("https://example.org/terms/Persn")),
        ]
    )


def changes(project: Project, steps: int, seed: int) -> Iterator[tuple[Judge, Plan, list[Quad], list[Quad]]]:
    """Yield random additions and removals of a project."""
    chance = random.Random(seed)  # noqa: S311 - the same changes every time
    judge = Judge(project)
    known = [plain(fact) for facts in judge.stated.values() for fact in facts]
    homes = Homes(project.root / "data", judge.stated)
    for _ in range(steps):
        some = chance.sample(known, chance.randint(1, 4))
        if chance.random() < 0.5:
            whole = chance.random() < 0.5  # a whole description, or single facts
            gone = [fact for fact in known if fact.subject == some[0].subject] if whole else some
            yield judge, placing.take_out(project, gone, judge.stated), [], gone
        else:
            news = [new for new in (mutated(fact, known, chance) for fact in some) if new not in homes.facts]
            file = chance.choice(list(judge.stated))
            yield judge, placing.put(project, dict.fromkeys(news), homes, file), list(dict.fromkeys(news)), []


@pytest.mark.parametrize("seed", range(20) if LONG else range(2))
def test_equal_to_full_checks(folder: Path, seed: int) -> None:
    seen: Counter[Hashable] = Counter()
    for judge, plan, added, removed in changes(projects.load(folder), 50 if LONG else 12, seed):
        touched, full = verdicts(judge, plan, tuple(added), tuple(removed))
        assert touched == full, (added, removed)
        seen += full
    assert seen


@pytest.mark.parametrize("entailment", ["rl", "none"])
def test_equal_without_inference(folder: Path, entailment: str) -> None:
    config = folder / "kg.toml"
    config.write_text(config.read_text().replace("[check]\n", f'[check]\nentailment = "{entailment}"\n'))
    for judge, plan, added, removed in changes(projects.load(folder), 5, seed=9):
        touched, full = verdicts(judge, plan, tuple(added), tuple(removed))
        assert touched == full, (added, removed)


def test_equal_on_the_bundled_record(bundled: Graph) -> None:
    seen: Counter[Hashable] = Counter()
    for judge, plan, added, removed in changes(bundled.project, 12 if LONG else 1, seed=5):
        touched, full = verdicts(judge, plan, tuple(added), tuple(removed))
        assert touched == full, (added, removed)
        seen += full
    assert seen


def introduced(project: Project, added: Iterable[Quad]) -> list[Diagnostic]:
    judge, facts = Judge(project), list(added)
    homes = Homes(project.root / "data", judge.stated)
    plan = placing.put(project, facts, homes, project.root / "data" / "people.ttl")
    return judge.introduced(plan, facts)[0]


def test_a_change_of_the_ontology_is_judged_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Judge, "_touched", None)
    ex = "https://example.org/terms/"
    fact = Quad(NamedNode(f"{ex}Group"), RDFS["subClassOf"], NamedNode(f"{ex}Person"))
    assert introduced(projects.load(folder), [fact]) == []


def test_what_was_wrong_before_is_no_reason(folder: Path) -> None:
    people = folder / "data" / "people.ttl"
    people.write_text(people.read_text() + "\nid:person-zoe\n    a ex:Person ;\n.\n")
    zoe = NamedNode("https://example.org/id/person-zoe")
    alias = Quad(zoe, NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"), Literal("Z", language="en"))
    assert introduced(projects.load(folder), [alias]) == []


def test_shapes_without_anything_left_to_judge_give_no_verdict(folder: Path) -> None:
    for name in ("engagements.ttl", "concerts.ttl"):
        (folder / "data" / name).unlink()
    project = projects.load(folder)
    judge = Judge(project)
    persons = [fact for facts in judge.stated.values() for fact in map(plain, facts)]
    with pytest.raises(judging.ShapesError, match="cannot judge"):
        judge.introduced(placing.take_out(project, persons, judge.stated), removed=persons)
