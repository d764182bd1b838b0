"""Changed facts as an update that another store can run: SPARQL 1.1 Update, or RDF Patch."""

from __future__ import annotations

from collections import defaultdict, deque
from itertools import combinations, count
from typing import TYPE_CHECKING, NamedTuple

from kgtools.difference.folding import Structure
from kgtools.errors import UsageError
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.difference.facts import FactChanges
    from kgtools.difference.folding import Fact, Value


def update(changes: FactChanges) -> str:
    """Return a SPARQL 1.1 Update that turns the old graph into the new one (default graph).

    A blank node that goes is found by what it says: all of that, and nothing but that. Where there are
    several equal ones, all of them go and those that stay come back.
    """
    plain = [fact for fact in changes.counts if not _has_blank(fact)]
    removed = [fact for fact in plain if changes.counts[fact][0]]
    added = [fact for fact in plain if changes.counts[fact][1]]
    steps: list[str] = []
    if removed:
        steps.append("DELETE DATA {\n" + "".join(_lines(removed, "_:")) + "}")
    numbers = count()
    inserted: list[str] = list(_lines(added, "_:"))
    for group in _groups(changes.counts):
        old, new = changes.counts[group[0]]
        if old:
            steps.append(_deletion(group))
        for _ in range(new):
            inserted += _lines(group, "_:", numbers)
    if inserted:
        steps.append("INSERT DATA {\n" + "".join(inserted) + "}")
    return " ;\n".join(steps) + "\n" if steps else ""


def patch(changes: FactChanges) -> str:
    """Return the changes as an RDF Patch: a transaction of D (delete) and A (add) lines.

    Raises:
        UsageError: A blank node goes; a patch could only name it by the label that a store gave it.
    """
    if any(_has_blank(fact) for fact in changes.removed):
        raise UsageError(
            "an RDF Patch cannot say which blank node is to go", hint="-f update finds it by what it says"
        )
    plain = [fact for fact in changes.added if not _has_blank(fact)]
    lines = [f"D {line.strip()}\n" for line in _lines(changes.removed, "_:")]
    added = list(_lines(plain, "_:"))
    numbers = count()
    for group in _groups(changes.added):
        old, new = changes.counts[group[0]]
        for _ in range(new - old):
            added += _lines(group, "_:", numbers)
    lines += [f"A {line.strip()}\n" for line in added]
    return "".join(("TX .\n", *lines, "TC .\n")) if lines else ""


def _has_blank(fact: Fact) -> bool:
    return not {type(fact.subject), type(fact.value)}.isdisjoint({Structure, BlankNode})


def _groups(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Return the facts with blank nodes, those together that come and go together."""
    found: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts:
        if not _has_blank(fact):
            continue
        ends = (fact.subject, fact.value)
        labelled = next((end for end in ends if isinstance(end, BlankNode)), None)
        if labelled is not None:  # the first part of its label tells the component, the last the copy
            whole, _, rest = labelled.value.partition("n")
            found[whole, rest.partition("x")[2]].append(fact)
        elif isinstance(fact.subject, Structure):
            found[fact.subject].append(fact)
        else:
            found[fact].append(fact)
    return list(found.values())


class _Triple(NamedTuple):
    subject: str
    predicate: str
    object: str


class _Nodes:
    """Writes facts with a name for every blank node, and remembers which node says what."""

    def __init__(self, mark: str, numbers: Iterator[int]) -> None:
        self._mark, self._numbers = mark, numbers
        self._known: dict[Value, str] = {}
        self.keys: dict[str, str] = {}

    def triples(self, facts: Iterable[Fact]) -> Iterator[_Triple]:
        """Yield all triples of facts, those inside structures too."""
        waiting = deque((self._name(fact.subject), fact.predicate, fact.value) for fact in facts)
        while waiting:
            subject, predicate, value = waiting.popleft()
            if isinstance(value, Structure):  # one that something points at: no other fact is about it
                name = self._new(value.key)
                waiting += [(name, inner, below) for inner, below in value.pairs]
            else:
                name = self._name(value)
            yield _Triple(subject, str(predicate), name)

    def _name(self, node: Value) -> str:
        """Return the name of a node; the same for all facts about it."""
        if not isinstance(node, BlankNode | Structure):
            return str(node)
        if node not in self._known:
            self._known[node] = self._new(node.key if isinstance(node, Structure) else node.value)
        return self._known[node]

    def _new(self, key: str) -> str:
        name = f"{self._mark}b{next(self._numbers)}"
        self.keys[name] = key
        return name


def _lines(facts: Iterable[Fact], mark: str, numbers: Iterator[int] | None = None) -> Iterator[str]:
    for triple in _Nodes(mark, numbers or count()).triples(facts):
        yield f"  {' '.join(triple)} .\n"


def _deletion(facts: list[Fact]) -> str:
    nodes = _Nodes("?", count())
    triples = list(nodes.triples(facts))
    lines = "".join(f"  {' '.join(triple)} .\n" for triple in triples)
    filters = "".join(f"  {line}\n" for line in (*_nothing_else(triples, nodes.keys), *_distinct(nodes.keys)))
    return f"DELETE {{\n{lines}}} WHERE {{\n{lines}{filters}}}"


def _nothing_else(triples: list[_Triple], names: Iterable[str]) -> Iterator[str]:
    """Yield filters: a node says and is told what is written here, and nothing more."""
    for name in names:
        says = [f"(?p = {t.predicate} && sameTerm(?o, {t.object}))" for t in triples if t.subject == name]
        told = [f"(?p = {t.predicate} && sameTerm(?s, {t.subject}))" for t in triples if t.object == name]
        for pattern, known in ((f"{name} ?p ?o", says), (f"?s ?p {name}", told)):
            rest = f" FILTER(!({' || '.join(known)}))" if known else ""
            yield f"FILTER NOT EXISTS {{ {pattern}{rest} }}"


def _distinct(keys: dict[str, str]) -> Iterator[str]:
    """Yield filters: nodes that say the same are not one and the same node."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name, key in keys.items():
        alike[key].append(name)
    for names in alike.values():
        for one, other in combinations(names, 2):
            yield f"FILTER(!sameTerm({one}, {other}))"
