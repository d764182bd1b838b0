"""Facts as somebody gives them to a project: a file or the text itself, in RDF or as a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgtools import gate
from kgtools.adding.offer import read, take
from kgtools.adding.table import read_table
from kgtools.errors import UsageError

if TYPE_CHECKING:
    from kgtools.adding.offer import Offer
    from kgtools.dataset import Dataset
    from kgtools.labels import Labels

_TABLE: Final = ".csv"
_SHEETS: Final = frozenset({".xls", ".xlsx", ".ods", ".numbers"})
_NAME: Final = re.compile(rf"[^\s<>\"]+({'|'.join(map(re.escape, (*gate.FORMATS, _TABLE)))})")
"""What is the name of a file rather than a text of facts."""


def given(
    dataset: Dataset, labels: Labels, facts: bytes | str | Path, form: str | None = None, *, name: str
) -> Offer:
    """Return the facts of a file or text, as they may be added, with their places in it.

    Args:
        dataset: Of the project that they are given to.
        labels: Names of its things, for a table.
        facts: A file, or the text itself; a text that names a file is the file.
        form: The syntax; by default what the file's ending names, of a text Turtle.
        name: What messages call a text.

    Raises:
        InputError: It cannot be read.
        LimitError: It is larger than ``[limits]`` of ``kg.toml`` allows.
        UsageError: An unknown format, or a name in a table that means nothing.
    """
    path = _file(facts)
    name = str(path) if path else name
    ending = path.suffix.lower() if path and not form else f".{form or 'ttl'}"
    if ending != _TABLE and ending not in gate.FORMATS:
        raise _refused(name, path, ending)
    data = take(dataset.project, path) if path else facts
    text = data if isinstance(data, bytes) else str(data).encode()
    if ending == _TABLE:
        return read_table(dataset, labels, text, name=name)
    return read(dataset.project, text, gate.FORMATS[ending], name=name)


def _file(facts: bytes | str | Path) -> Path | None:
    """Return the file that was given, or that a text names, be it there or not; None for a text of facts."""
    if isinstance(facts, Path):
        return facts
    if isinstance(facts, bytes):
        return None
    path = Path(facts)
    try:
        return path if _NAME.fullmatch(facts) or path.is_file() else None
    except (OSError, ValueError):  # too long for a name, or with a character that none has
        return None


def _refused(name: str, path: Path | None, ending: str) -> UsageError:
    """Return what is wrong with a file whose ending tells no format that is read."""
    if path and path.is_dir():
        return UsageError(f"'{name}' is a folder", hint="name the files in it")
    if ending in _SHEETS:
        return UsageError(f"'{name}' is a spreadsheet", hint="save the sheet as CSV in UTF-8")
    known = " ".join(each[1:] for each in (*gate.FORMATS, _TABLE))
    what = f"is in an unknown format '{ending[1:]}'" if ending else "does not end with a format"
    return UsageError(f"'{name}' {what}", hint=f"one of: {known}")
