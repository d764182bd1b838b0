"""Reading the header of a query: YAML in the ``#+`` lines at its top (design: queries, "Header keys")."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kgtools.errors import InputError, Location
from kgtools.query.spec import Case, Param, QuerySpec

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("summary", "description", "question", "tags", "params", "columns", "view", "severity", "tests")
PARAM_KEYS = ("type", "class", "choices", "query", "label", "required")
TEST_KEYS = ("with", "rows", "contains", "equals")
TYPES = ("iri", "string", "date", "integer", "decimal", "boolean")
SEVERITIES = ("error", "warning", "note")
VIEWS = ("table", "graph", "timeline", "bar")
# Options of the runner; a parameter of such a name could never be given.
RESERVED = {
    *("any", "endpoint", "engine", "excel", "format", "help", "inferred", "iri", "lang"),
    *("limit", "offset", "output", "receipt", "timeout"),
}

_MARK = "#+"


def header_text(text: str) -> str:
    r"""Return the YAML of a query's header: the ``#+`` lines at its top, without the marks.

    Example:
        >>> header_text("#+ summary: x\nASK {}")
        'summary: x'
    """
    lines = []
    for line in text.splitlines():
        if not line.startswith(_MARK):
            break
        lines.append(line[len(_MARK) :].removeprefix(" "))
    return "\n".join(lines)


def parse(raw: str, name: str) -> dict[str, Any]:
    """Return the mapping that a header's YAML holds, every scalar a string.

    Raises:
        InputError: It is no YAML mapping; names the line.
    """
    import yaml

    # BaseLoader keeps every scalar a string: 1996-07-01 stays text, NO stays "NO". The one in C is ten
    # times faster, but not everywhere, and vague about where an error is.
    with suppress(AttributeError, yaml.YAMLError):
        return _mapping(yaml.load(raw, Loader=yaml.CBaseLoader), "the header", raw, name)  # noqa: S506 - it builds no objects
    try:
        header = yaml.load(raw, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds no objects
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Location(name, mark.line + 1, mark.column + len(_MARK) + 2) if mark else Location(name, 1)
        problem = getattr(error, "problem", None) or "malformed"
        raise InputError(f"the header is no YAML: {problem}", location=place) from None
    return _mapping(header, "the header", raw, name)


def read(text: str, path: Path, header: dict[str, Any] | None = None) -> QuerySpec:
    r"""Return a query with what its header says.

    Args:
        text: The whole query.
        path: Its file, or a name for messages.
        header: The parsed header, where it is known already.

    Raises:
        InputError: The header is malformed, or holds an unknown key; names the line.

    Example:
        >>> from pathlib import Path
        >>> read("#+ summary: Anything at all\nASK {}", Path("any.rq")).summary
        'Anything at all'
    """
    raw, name = header_text(text), str(path)
    if header is None:
        header = parse(raw, name) if raw else {}
    _known(header, KEYS, "header", raw, name)
    params = _mapping(header.get("params", {}), "params", raw, name)
    return QuerySpec(
        name=path.stem,
        summary=header.get("summary", ""),
        text=text,
        path=path,
        description=header.get("description", ""),
        question=_number(header.get("question"), "question", raw, name),
        tags=tuple(_list(header.get("tags", []), "tags", raw, name)),
        params=tuple(
            _param(key, _mapping(given, key, raw, name), raw, name) for key, given in params.items()
        ),
        columns=tuple(_mapping(header.get("columns", {}), "columns", raw, name).items()),
        severity=_one_of(SEVERITIES, header.get("severity", "error"), "severity", raw, name),
        view=_one_of(VIEWS, header.get("view", "table"), "view", raw, name),
        tests=tuple(
            _case(_mapping(given, "tests", raw, name), raw, name)
            for given in _list(header.get("tests", []), "tests", raw, name)
        ),
    )


def _param(key: str, given: dict[str, Any], raw: str, name: str) -> Param:
    _known(given, PARAM_KEYS, f"parameter '{key}'", raw, name)
    if key in RESERVED:
        raise _wrong(f"parameter '{key}' has the name of an option of 'kg query'", key, raw, name)
    return Param(
        name=key,
        type=_one_of(TYPES, given.get("type", "string"), "type", raw, name),
        cls=given.get("class"),
        choices=tuple(_list(given.get("choices", []), "choices", raw, name)),
        query=given.get("query"),
        label=given.get("label", ""),
        required=given.get("required", "false") == "true",
    )


def _case(given: dict[str, Any], raw: str, name: str) -> Case:
    _known(given, TEST_KEYS, "test", raw, name)
    contains = given.get("contains")
    return Case(
        arguments=_mapping(given.get("with", {}), "with", raw, name),
        rows=_number(given.get("rows"), "rows", raw, name),
        contains=None if contains is None else _mapping(contains, "contains", raw, name),
        equals=given.get("equals"),
    )


def _known(given: dict[str, Any], keys: tuple[str, ...], where: str, raw: str, name: str) -> None:
    for key in given:
        if key not in keys:
            raise _wrong(f"unknown key '{key}' in the {where}; known: {', '.join(keys)}", key, raw, name)


def _mapping(value: Any, key: str, raw: str, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(f"'{key}' is no mapping of names to values", key, raw, name)
    return value


def _list(value: Any, key: str, raw: str, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(f"'{key}' is no list", key, raw, name)
    return value


def _number(value: Any, key: str, raw: str, name: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.isdecimal():
        raise _wrong(f"'{key}' is no number", key, raw, name)
    return int(value)


def _one_of(known: tuple[str, ...], value: Any, key: str, raw: str, name: str) -> str:
    if value not in known:
        raise _wrong(f"{key} '{value}' is none of {', '.join(known)}", key, raw, name)
    return str(value)


def _wrong(message: str, key: str, raw: str, name: str) -> InputError:
    line = next((number for number, text in enumerate(raw.splitlines(), 1) if f"{key}:" in text), 1)
    return InputError(message, location=Location(name, line))
