"""Which file new facts belong to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kgtools.errors import UsageError
from kgtools.terms import RDF, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kgtools.terms import Quad

_TYPE = RDF["type"]


class Homes:
    """Knows where things are described and where the individuals of each class are.

    Args:
        data: The folder of facts.
        stated: The facts of each file in it.
    """

    def __init__(self, data: Path, stated: Mapping[Path, Iterable[Quad]]) -> None:
        self._data = data
        self.facts: dict[tuple[object, ...], Path] = {}
        self._about: defaultdict[object, Counter[Path]] = defaultdict(Counter)
        self._classes: defaultdict[object, Counter[Path]] = defaultdict(Counter)
        for path, quads in stated.items():
            for quad in quads:
                self.facts[quad.subject, quad.predicate, quad.object] = path
                is_type = quad.predicate == _TYPE
                # The file that says what a thing is describes it, whatever else others say.
                self._about[quad.subject][path] += 1_000_000 if is_type else 1
                if is_type:
                    self._classes[quad.object][path] += 1

    def is_described(self, subject: object) -> bool:
        """Return whether a file says something about a thing."""
        return subject in self._about

    def of(self, subject: NamedNode, facts: Iterable[Quad]) -> Path:
        """Return the file for facts about one thing: its own; else that of most things of its class.

        Raises:
            UsageError: It has no class that would tell.
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
