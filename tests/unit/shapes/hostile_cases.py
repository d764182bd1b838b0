"""The cases of hostile data and shapes, as files that can be read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """PREFIX ex: <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
DATA = "ex:a a ex:C ; ex:p 1 ."
REPEATED = re.compile(r"<<(\d+)\|(.*?)>>", re.DOTALL)


def cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each case, and what its file says."""
    for file in sorted((Path(__file__).parent / "hostile").glob("*.toml")):
        yield file.stem, tomllib.loads(file.read_text(encoding="utf-8"))


def write(case: dict[str, Any], folder: Path) -> None:
    """Write the data and the shapes of a case: ``<<N|TEXT>>`` is the text N times, with its number."""
    for name in ("data", "shapes"):
        text = HEAD + REPEATED.sub(_repeated, case.get(name, DATA))
        (folder / f"{name}.ttl").write_text(text, encoding="utf-8")


def _repeated(match: re.Match[str]) -> str:
    times, part = int(match[1]), match[2]
    if "{n" not in part:
        return part * times
    return "".join(part.replace("{n}", str(n)).replace("{next}", str(n + 1)) for n in range(times))
