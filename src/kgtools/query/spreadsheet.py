"""CSV that spreadsheets open as it is meant: marked as UTF-8, and no cell a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MARK: Final = "\ufeff"  # without it Excel takes the text for one of the code page of the machine
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def sheet(columns: Sequence[str], records: Iterable[Mapping[str, str | None]]) -> str:
    """Return rows as CSV for a spreadsheet; cells that it would run get an apostrophe, as it shows text.

    Example:
        >>> sheet(["a", "b"], [{"a": "=1+1", "b": "-5"}]).splitlines()[1]
        "'=1+1,-5"
    """
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(map(_harmless, columns))
    writer.writerows([_harmless(record[name] or "") for name in columns] for record in records)
    return _MARK + made.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
