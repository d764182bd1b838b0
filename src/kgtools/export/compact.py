"""Compact IRIs for output: only names that every syntax takes without an escape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgtools.terms import Prefixes

if TYPE_CHECKING:
    from collections.abc import Collection

# What Turtle, JSON-LD and XML's NMTOKEN have in common.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class Compact:
    """Shortens IRIs by a prefix table and remembers which prefixes it used.

    Args:
        prefixes: The table.
        without: Prefixes not to use.

    Example:
        >>> short = Compact(Prefixes({"ex": "https://example.org/"}))
        >>> short("https://example.org/a"), short("https://example.org/a/b"), short.used
        ('ex:a', None, {'ex': 'https://example.org/'})
    """

    def __init__(self, prefixes: Prefixes, without: Collection[str] = ()) -> None:
        usable = {
            name: iri for name, iri in prefixes.items() if _PREFIX.fullmatch(name) and name not in without
        }
        self._prefixes = Prefixes(usable)
        self._without = frozenset(without)
        self._known: dict[str, str | None] = {}
        self._used: set[str] = set()

    def __call__(self, iri: str) -> str | None:
        """Return the compact form of an IRI, or None where there is none."""
        if iri not in self._known:
            name = self._prefixes.compress(iri)
            prefix = name.partition(":")[0] if name and _NAME.fullmatch(name) else None
            if prefix is None or prefix in self._without:
                name = None
            else:
                self._used.add(prefix)
            self._known[iri] = name
        return self._known[iri]

    @property
    def used(self) -> dict[str, str]:
        """The prefixes used so far, sorted, with their namespaces."""
        return {prefix: self._prefixes[prefix] for prefix in sorted(self._used)}
