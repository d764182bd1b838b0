"""A difference as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kgtools.diagnostics.document import entry
from kgtools.difference.parts import Part
from kgtools.difference.words import Words
from kgtools.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from kgtools.difference import AnswerChange, Conclusion, Difference, Entity, Said, VersionChange


def render(difference: Difference, parts: Collection[Part]) -> str:
    """Return the parts of a difference as one JSON object.

    A part that was not asked for is missing; one that cannot be had is ``{"error": why}``.
    """
    writer = _Writer(difference)
    writers: dict[Part, Callable[[], Any]] = {
        Part.FACTS: lambda: [writer.entity(each) for each in difference.entities],
        Part.FINDINGS: writer.findings,
        Part.CONCLUSIONS: writer.conclusions,
        Part.ANSWERS: lambda: [writer.answer(each) for each in difference.answers],
        Part.VERSIONS: lambda: [writer.version(each) for each in difference.versions],
    }
    document: dict[str, Any] = {
        "old": difference.old.name,
        "new": difference.new.name,
        "changed": not difference.is_empty,
        "refused": {name: str(error) for name, error in difference.refused.items()},
        "files": list(difference.files),
    }
    for part, write in writers.items():
        if part in parts:
            try:
                document[part] = write()
            except InputError as error:
                document[part] = {"error": str(error)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


class _Writer:
    def __init__(self, difference: Difference) -> None:
        self._difference = difference
        self._words = Words(difference)

    def entity(self, entity: Entity) -> dict[str, Any]:
        return {
            "node": self._words.short(entity.node),
            "label": self._words.name(entity.node),
            "types": self._words.types(entity),
            "kind": entity.kind,
            "changes": [
                {
                    "property": self._words.short(change.predicate),
                    "label": self._words.name(change.predicate),
                    "old": self._said(change.old),
                    "new": self._said(change.new),
                }
                for change in entity.changes
            ],
        }

    def _said(self, said: Said | None) -> dict[str, Any] | None:
        if said is None:
            return None
        places = [{"file": s.file, "line": s.line, "column": s.column} for s in said.spans]
        return {"value": self._words.short(said.value), "label": self._words.value(said), "places": places}

    def findings(self) -> dict[str, Any]:
        found = self._difference.findings
        prefixes = self._difference.new.graph.project.prefixes
        return {
            "introduced": [entry(finding, prefixes) for finding in found.introduced],
            "fixed": [entry(finding, prefixes) for finding in found.fixed],
            "unread": found.unread,
        }

    def conclusions(self) -> dict[str, Any]:
        found = self._difference.conclusions
        return {
            "gained": [self._conclusion(each) for each in found.gained],
            "lost": [self._conclusion(each) for each in found.lost],
        }

    def _conclusion(self, conclusion: Conclusion) -> dict[str, Any]:
        terms = zip(
            "spo", (conclusion.fact.subject, conclusion.fact.predicate, conclusion.fact.object), strict=True
        )
        return {key: self._words.short(term) for key, term in terms} | {"rule": conclusion.rule}  # type: ignore[arg-type]  # no quoted triples

    def answer(self, change: AnswerChange) -> dict[str, Any]:
        return {
            "query": change.name,
            "arguments": dict(change.arguments),
            "fate": change.fate,
            "columns": list(change.columns),
            "removed": [list(row) for row in change.removed],
            "added": [list(row) for row in change.added],
            "error": change.complaint or None,
        }

    def version(self, change: VersionChange) -> dict[str, Any]:
        return {
            "ontology": change.ontology.value,
            "file": change.file,
            "needed": change.needed.name.lower(),
            "reasons": list(change.reasons),
            "old": change.old,
            "new": change.new,
            "raised": change.is_raised,
        }
