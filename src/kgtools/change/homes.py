"""Which file new facts belong to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kgtools.errors import UsageError
from kgtools.terms import RDF, NamedNode, Quad, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kgtools.terms import AnyTerm, TripleLike

_TYPE = RDF["type"]


class Homes:
    """Knows where things are described and where the individuals of each class are.

    Args:
        data: The folder of facts.
        stated: The facts of each file in it.

    Attributes:
        facts: Every fact, in no graph, with the last file that states it.
    """

    def __init__(self, data: Path, stated: Mapping[Path, Iterable[TripleLike]]) -> None:
        self._data = data
        self.facts: dict[Quad, Path] = {}
        self._about: defaultdict[AnyTerm, Counter[Path]] = defaultdict(Counter)
        self._classes: defaultdict[AnyTerm, Counter[Path]] = defaultdict(Counter)
        for path, quads in stated.items():
            for quad in quads:
                self.facts[Quad(quad.subject, quad.predicate, quad.object)] = path
                is_type = quad.predicate == _TYPE
                # The file that says what a thing is describes it, whatever else others say.
                self._about[quad.subject][path] += 1_000_000 if is_type else 1
                if is_type:
                    self._classes[quad.object][path] += 1

    def is_described(self, subject: AnyTerm) -> bool:
        """Return whether a file says something about a thing."""
        return subject in self._about

    def has(self, subject: NamedNode, facts: Iterable[Quad]) -> bool:
        """Return whether there is a file for facts about one thing; what has a class gets one."""
        return subject in self._about or any(
            fact.predicate == _TYPE and isinstance(fact.object, NamedNode) for fact in facts
        )

    def of(self, subject: NamedNode, facts: Iterable[Quad]) -> Path:
        """Return the file for facts about one thing: its own; else that of most things of its class.

        Raises:
            UsageError: It has no class that would tell; :meth:`has` says so before.
        """
        if subject in self._about:
            return self._about[subject].most_common(1)[0][0]
        classes = [quad.object for quad in facts if quad.predicate == _TYPE]
        known = [self._classes[class_] for class_ in classes if class_ in self._classes]
        if known:
            return max(known, key=lambda counts: counts.most_common(1)[0][1]).most_common(1)[0][0]
        for class_ in classes:
            if isinstance(class_, NamedNode):
                words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", local_name(class_.value)).lower()
                return self._data / f"{re.sub(r'[^a-z0-9-]+', '-', words)}.ttl"
        raise UsageError(f"no file describes {subject}, and no class tells which should", hint="--into FILE")
