"""The catalogue: ``queries/*.rq``, each a question with a header (design: queries, "Header keys")."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

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
        >>> "summit-outcomes" in Catalogue(bundle.root() / "queries").names
        True
    """

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self._cache = cache

    @cached_property
    def names(self) -> list[str]:
        """The names of all queries, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.rq"))

    def __iter__(self) -> Iterator[QuerySpec]:
        return (self.get(name) for name in self.names)

    def get(self, name: str) -> QuerySpec:
        """Return one query by its name; ``_`` counts as ``-``.

        Raises:
            UsageError: There is none of this name (with suggestions).
            InputError: Its header is malformed, with the line.
        """
        known = name if (self.folder / f"{name}.rq").is_file() else name.replace("_", "-")
        path = self.folder / f"{known}.rq"
        if not NAME.fullmatch(known) or not path.is_file():
            raise UsageError(f"there is no query called '{name}'", hint=self._hint(name))
        return self.read(path)

    def read(self, path: Path) -> QuerySpec:
        """Return the query in a file, whether it is in the catalogue or not.

        Raises:
            InputError: The file cannot be read, or its header is malformed.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise InputError("no such file", location=Location(str(path))) from None
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot be read: {error}", location=Location(str(path))) from None
        return header.read(text, path, self._header(path, text))

    def _header(self, path: Path, text: str) -> dict[str, Any]:
        raw = header.header_text(text)
        if not raw:
            return {}
        headers = self._headers
        if headers.get(path.name, [None])[0] != raw:
            headers[path.name] = [raw, header.parse(raw, str(path))]
            self._save()
        parsed: dict[str, Any] = headers[path.name][1]
        return parsed

    @cached_property
    def _headers(self) -> dict[str, list[Any]]:
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
