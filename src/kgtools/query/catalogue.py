"""The catalogue: ``queries/*.rq``, each a question with a header (design: queries, "Header keys")."""

from __future__ import annotations

import json
import os
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kgtools import gate
from kgtools.errors import InputError, Location, UsageError
from kgtools.query import header

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgtools.query.spec import QuerySpec

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Catalogue:
    """The named queries of a project.

    Args:
        folder: Where the ``.rq`` files are.
        cache: A JSON file that keeps parsed headers, so that YAML is read only after an edit.

    Example:
        >>> from kgtools import bundle
        >>> len(Catalogue(bundle.root() / "queries").names) > 0
        True
    """

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self._cache = cache

    @cached_property
    def names(self) -> list[str]:
        """The names of all queries, sorted.

        Raises:
            InputError: The folder cannot be read.
        """
        if self.folder.is_dir() and not os.access(self.folder, os.R_OK | os.X_OK):
            raise InputError("cannot be read: Permission denied", location=Location(str(self.folder)))
        return sorted(path.stem for path in self.folder.glob("*.rq"))

    def __iter__(self) -> Iterator[QuerySpec]:
        for name in self.names:
            path = self.folder / f"{name}.rq"
            if not NAME.fullmatch(name):
                hint = "lower-case letters, digits, '-' and '_'"
                raise InputError(f"'{name}' is no name for a query", hint=hint, location=Location(str(path)))
            yield self.read(path)

    def get(self, name: str) -> QuerySpec:
        """Return one query by its name; ``_`` counts as ``-``.

        Raises:
            UsageError: There is none of this name (with suggestions).
            InputError: Its header is malformed, with the line.
        """
        if NAME.fullmatch(name):
            for known in (name, name.replace("_", "-")):
                path = self.folder / f"{known}.rq"
                if path.is_file():
                    return self.read(path)
        raise UsageError(f"there is no query called '{name}'", hint=self._hint(name))

    def read(self, path: Path) -> QuerySpec:
        """Return the query in a file, whether it is in the catalogue or not.

        Raises:
            InputError: The gate refuses the file, or its header is malformed.
        """
        text = gate.read(path).decode()
        return header.read(text, path, self._header(path, text))

    def _header(self, path: Path, text: str) -> dict[str, Any]:
        raw = header.header_text(text)
        if not raw:
            return {}
        match self._headers.get(path.name):
            case [str(known), dict(parsed)] if known == raw:
                return parsed
        parsed = header.parse(raw, str(path))
        self._headers[path.name] = [raw, parsed]
        self._save()
        return parsed

    @cached_property
    def _headers(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._cache.read_bytes()) if self._cache else {}
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}

    def _save(self) -> None:
        if self._cache:
            from kgtools.files import replace

            try:
                self._cache.parent.mkdir(parents=True, exist_ok=True)
                replace(self._cache, json.dumps(self._headers).encode())
            except OSError:
                self._cache = None  # a read-only folder costs time, not answers

    def _hint(self, name: str) -> str:
        from rapidfuzz import process

        near = [found for found, *_ in process.extract(name, self.names, limit=3, score_cutoff=60)]
        return f"did you mean {', '.join(near)}?" if near else "see 'kg queries ls'"
