"""Explanations as text, JSON, Markdown and Graphviz."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kgtools.query.grid import printable
from kgtools.terms import RDF, BlankNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.diagnostics import Span
    from kgtools.graph import Graph
    from kgtools.terms import Term, Triple
    from kgtools.why import Claim, Explanation, Stated, Step


def text(found: Explanation, graph: Graph) -> str:
    """Return the proof as an indented tree, or the nearest facts."""
    writer = _Writer(found, graph)
    if not found.holds:
        return _lines(
            [f"not in the graph, stated or derived: {writer.fact(found.fact)}", *writer.nearest("  ")]
        )
    return _lines([*_tree(found, writer, fact="{}  ".format, note="    {}".format)])


def markdown(found: Explanation, graph: Graph) -> str:
    """Return the proof as nested lists."""
    writer = _Writer(found, graph)
    if not found.holds:
        title = f"Not in the graph, stated or derived: {_code(writer.fact(found.fact))}"
        return _lines([title, "", *(f"- {_code(line)}" for line in writer.nearest(""))])
    tree = _tree(
        found,
        writer,
        fact=lambda line: f"- {_code(line)} ",
        note=lambda line: f"  - {_escaped(line)}",
    )
    return _lines([*tree])


def document(found: Explanation, graph: Graph) -> str:
    """Return the proof as JSON: its facts, each once, that name their premises by number."""
    writer = _Writer(found, graph)
    steps = [
        {
            **writer.triple(step.fact),
            "derived": step.stated is None,
            "rule": {"text": step.reason, **_place(step.rule)} if step.stated is None else None,
            "premises": list(step.premises),
            "stated": writer.stated(step.stated),
        }
        for step in found.steps
    ]
    nearest = [{**writer.triple(fact), "derived": derived} for fact, derived in found.nearest]
    answer = {**writer.triple(found.fact), "holds": found.holds, "steps": steps, "nearest": nearest}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def dot(found: Explanation, graph: Graph) -> str:
    """Return the proof as a Graphviz digraph: arrows from premises to conclusions, stated facts boxed."""
    writer = _Writer(found, graph)
    lines = ["digraph why {", "  rankdir=BT", "  node [fontname=sans]"]
    if not found.holds:
        lines.append(
            f"  none [shape=plaintext, label={_quoted('not in the graph: ' + writer.fact(found.fact))}]"
        )
    for number, step in enumerate(found.steps):
        shape = "ellipse" if step.stated is None else "box"
        label = "\n".join([writer.fact(step.fact), *writer.notes(step)])
        lines.append(f"  f{number} [shape={shape}, label={_quoted(label)}]")
        lines += [f"  f{premise} -> f{number}" for premise in step.premises]
    return _lines([*lines, "}"], clean=False)


def _tree(
    found: Explanation, writer: _Writer, *, fact: Callable[[str], str], note: Callable[[str], str]
) -> Iterator[str]:
    """Yield the lines of a proof, indented by their depth; what was shown before is not shown again."""
    for depth, step, known in found.walk():
        indent = "  " * depth
        yield f"{indent}{fact(writer.fact(step.fact))}{_state(step, known=known)}".rstrip()
        if not known:
            yield from (f"{indent}{note(line)}" for line in writer.notes(step))


class _Writer:
    """Writes facts and places with the prefixes and names of one project."""

    def __init__(self, found: Explanation, graph: Graph) -> None:
        self._found, self._graph = found, graph
        self._show = graph.project.prefixes.show

    def term(self, term: Term) -> str:
        if isinstance(term, BlankNode):
            return self._found.words.get(term, "[]")
        return self._show(term)

    def fact(self, fact: Triple) -> str:
        link = "a" if fact.predicate == RDF["type"] else self.term(fact.predicate)
        return f"{self.term(fact.subject)} {link} {self.term(fact.object)}"  # type: ignore[arg-type]

    def triple(self, fact: Triple) -> dict[str, str]:
        terms = (fact.subject, fact.predicate, fact.object)
        return {key: str(term) for key, term in zip("spo", terms, strict=True)} | {"text": self.fact(fact)}

    def notes(self, step: Step) -> list[str]:
        """Return what stands below a fact: the rule, or the places, sources and claimants."""
        if step.stated is None:
            return [f"by {_at(step.rule)}{step.reason}"]
        stated = step.stated
        notes = [str(span.location) for span in stated.spans]
        notes += [f"source: {self._named(source)}" for source in stated.sources]
        return notes + [f"claimed by {self._claim(claim)}" for claim in stated.claims]

    def stated(self, stated: Stated | None) -> dict[str, object] | None:
        if stated is None:
            return None
        return {
            "places": [_place(span) for span in stated.spans],
            "sources": [
                {"iri": source.value, "name": self._graph.labels.of(source)} for source in stated.sources
            ],
            "claims": [
                {
                    "claim": claim.claim.value,
                    "by": claim.link.value if claim.link else None,
                    "claimant": claim.claimant.value,
                    "name": self._graph.labels.of(claim.claimant),
                }
                for claim in stated.claims
            ],
        }

    def nearest(self, indent: str) -> list[str]:
        return [
            f"{indent}{self.fact(fact)}{'  derived' if derived else ''}"
            for fact, derived in self._found.nearest
        ]

    def _named(self, term: Term) -> str:
        name, short = self._graph.labels.of(term), self.term(term)
        return name if name == short.strip("<>") else f"{name} ({short})"

    def _claim(self, claim: Claim) -> str:
        who = self._named(claim.claimant)
        if claim.link is None:
            return who
        return f"{who} in {self.term(claim.claim)} ({self._graph.labels.of(claim.link)})"


def _state(step: Step, *, known: bool) -> str:
    if known:
        return "(above)"
    return "derived" if step.stated is None else ""


def _at(span: Span | None) -> str:
    return f"{span.location}: " if span else ""


def _place(span: Span | None) -> dict[str, object]:
    if span is None:
        return {"file": None, "line": None, "column": None}
    return {"file": span.file, "line": span.line, "column": span.column}


def _lines(lines: list[str], *, clean: bool = True) -> str:
    return "".join(f"{printable(line) if clean else line}\n" for line in lines)


def _code(line: str) -> str:
    fence = "``" if "`" in line else "`"
    return f"{fence}{line}{fence}"


def _escaped(line: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in line)


def _quoted(label: str) -> str:
    escaped = "\n".join(map(printable, label.split("\n"))).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n") + '"'
