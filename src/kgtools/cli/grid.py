"""Listings: rows of text that are no query answer, in the formats that every listing has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kgtools.cli.options import is_terminal
from kgtools.query import grid, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence


class GridFormat(StrEnum):
    """The output formats of listings."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True)
class Grid:
    """A listing: column names and rows of text."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def render(self, form: GridFormat | None = None) -> str:
        """Return it as text; None is a table on a terminal, else CSV."""
        match form or (GridFormat.TABLE if is_terminal() else GridFormat.CSV):
            case GridFormat.JSON:
                objects = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
                return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"
            case GridFormat.CSV:
                return grid.separated(self.columns, self.rows)
            case _:
                return terminal.table(self.columns, self.rows)
