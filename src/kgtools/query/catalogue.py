"""The catalogue: ``queries/*.rq``, each a question with a header (design: queries, "Header keys")."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from kgtools.errors import InputError, Location, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
KEYS = ("summary", "description", "question", "tags", "params", "columns", "view", "tests")
TYPES = ("iri", "string", "date", "integer", "decimal", "boolean")
VIEWS = ("table", "graph", "timeline", "bar")
PARAM_KEYS = ("type", "class", "choices", "query", "label", "required")
TEST_KEYS = ("with", "rows", "contains", "equals")
# Options of the runner; a parameter of such a name could never be given.
RESERVED = (
    "any",
    "endpoint",
    "engine",
    "format",
    "help",
    "iri",
    "lang",
    "limit",
    "offset",
    "output",
    "receipt",
    "timeout",
)

_HEADER = "#+"


class Param(NamedTuple):
    """A parameter: the VALUES block of one variable.

    Attributes:
        name: The variable.
        type: One of ``TYPES``.
        cls: For an IRI, the class whose instances are offered (CURIE or IRI).
        choices: The only values allowed; empty allows all.
        query: A named query whose first column offers the values.
        label: What a form calls it.
        required: Whether a value must be given.
    """

    name: str
    type: str = "string"
    cls: str | None = None
    choices: tuple[str, ...] = ()
    query: str | None = None
    label: str = ""
    required: bool = False


class Case(NamedTuple):
    """A test in a header: arguments, and what the answer must be.

    Attributes:
        arguments: Parameter values; a list where there are several.
        rows: The exact number of rows.
        contains: Cells of a row that must be there, by column.
        equals: A golden CSV file under ``tests/queries/``.
    """

    arguments: Mapping[str, Any]
    rows: int | None = None
    contains: Mapping[str, str] | None = None
    equals: str | None = None


class QuerySpec(NamedTuple):
    """A named query: what its header says, and its text."""

    name: str
    summary: str
    text: str
    path: Path
    description: str = ""
    question: int | None = None
    tags: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    view: str = "table"
    tests: tuple[Case, ...] = ()

    def param(self, name: str) -> Param | None:
        """Return a parameter by its name, or None."""
        return next((param for param in self.params if param.name == name), None)


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
        return _spec(path, text, self._header(path, text))

    def _header(self, path: Path, text: str) -> dict[str, Any]:
        raw = header_text(text)
        if not raw:
            return {}
        headers = self._headers
        if headers.get(path.name, [None])[0] != raw:
            headers[path.name] = [raw, _parse(path, raw)]
            self._save()
        header: dict[str, Any] = headers[path.name][1]
        return header

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


def header_text(text: str) -> str:
    """Return the YAML of a query's header: the ``#+`` lines at its top, without the marks."""
    lines = []
    for line in text.splitlines():
        if not line.startswith(_HEADER):
            break
        lines.append(line[len(_HEADER) :].removeprefix(" "))
    return "\n".join(lines)


def _parse(path: Path, raw: str) -> dict[str, Any]:
    import yaml

    try:
        # BaseLoader keeps every scalar a string: 1996-07-01 stays text, NO stays "NO".
        header = yaml.load(raw, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds no objects
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "malformed"
        raise InputError(f"the header is no YAML: {problem}", location=Location(str(path), line)) from None
    if not isinstance(header, dict):
        raise InputError("the header is no YAML mapping", location=Location(str(path), 1))
    return header


def _spec(path: Path, text: str, header: dict[str, Any]) -> QuerySpec:
    _known(header, KEYS, path, "header")
    try:
        return QuerySpec(
            name=path.stem,
            summary=header.get("summary", ""),
            text=text,
            path=path,
            description=header.get("description", ""),
            question=int(header["question"]) if "question" in header else None,
            tags=tuple(header.get("tags", ())),
            params=tuple(_param(path, name, given) for name, given in header.get("params", {}).items()),
            columns=tuple(header.get("columns", {}).items()),
            view=_one_of(VIEWS, header.get("view", "table"), "view"),
            tests=tuple(_case(path, given) for given in header.get("tests", ())),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"the header is malformed: {error}", location=Location(str(path), 1)) from None


def _param(path: Path, name: str, given: dict[str, Any]) -> Param:
    _known(given, PARAM_KEYS, path, f"parameter '{name}'")
    if name in RESERVED:
        raise ValueError(f"parameter '{name}' has the name of an option of 'kg query'")
    return Param(
        name=name,
        type=_one_of(TYPES, given.get("type", "string"), "type"),
        cls=given.get("class"),
        choices=tuple(given.get("choices", ())),
        query=given.get("query"),
        label=given.get("label", ""),
        required=given.get("required", "false") == "true",
    )


def _case(path: Path, given: dict[str, Any]) -> Case:
    _known(given, TEST_KEYS, path, "test")
    return Case(
        arguments=dict(given.get("with", {})),
        rows=int(given["rows"]) if "rows" in given else None,
        contains=given.get("contains"),
        equals=given.get("equals"),
    )


def _known(given: dict[str, Any], keys: tuple[str, ...], path: Path, where: str) -> None:
    for key in given:
        if key not in keys:
            line = next((n for n, text in enumerate(path.read_text().splitlines(), 1) if key in text), 1)
            raise InputError(
                f"unknown key '{key}' in the {where}",
                hint=f"known: {', '.join(keys)}",
                location=Location(str(path), line),
            )


def _one_of(known: tuple[str, ...], value: str, key: str) -> str:
    if value not in known:
        raise ValueError(f"{key} '{value}' is none of {', '.join(known)}")
    return value
