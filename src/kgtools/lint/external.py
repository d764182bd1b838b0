"""The words of vocabularies that many projects use, as their authors publish them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def words(namespace: str) -> frozenset[str] | None:
    """Return the words of a namespace, None where it is not one of those known here.

    Example:
        >>> "prefLabel" in words("http://www.w3.org/2004/02/skos/core#")
        True
        >>> words("https://example.org/") is None
        True
    """
    return _vocabularies().get(namespace)


@cache
def _vocabularies() -> dict[str, frozenset[str]]:
    """Return all known vocabularies: in the file, a line with the namespace, then one with its words."""
    text = files("kgtools.lint").joinpath("external.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {
        namespace: frozenset(names.split()) for namespace, names in zip(lines[::2], lines[1::2], strict=True)
    }
