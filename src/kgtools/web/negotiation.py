"""Which representation a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HTML: Final = "html"
ENDINGS: Final[Mapping[str, str]] = {
    "html": "text/html",
    "json": "application/json",
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "sarif": "application/sarif+json",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "cyjs": "application/json",
    "zip": "application/zip",
    "dot": "text/vnd.graphviz",
    "svg": "image/svg+xml",
}
"""The ending of a name for each media type that the server writes."""

TABLES: Final[Mapping[str, str]] = {
    "application/sparql-results+json": "srj",
    "application/json": "srj",
    "application/sparql-results+xml": "srx",
    "application/xml": "srx",
    "text/xml": "srx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""What a SELECT or ASK can be answered with, best first."""

TRIPLES: Final[Mapping[str, str]] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "text/plain": "nt",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/xml": "rdf",
    "text/xml": "rdf",
}
"""What a graph can be answered with, best first."""

PAGES: Final[Mapping[str, str]] = {"text/html": HTML, "application/xhtml+xml": HTML}


class Range(NamedTuple):
    """One media range of an Accept header with its weight."""

    type: str
    weight: float

    def fits(self, offered: str) -> bool:
        """Return whether a media type lies in the range."""
        return self.type in ("*/*", offered) or (
            self.type.endswith("/*") and offered.startswith(self.type[:-1])
        )


def choose(accept: str | None, offered: Mapping[str, str]) -> str | None:
    """Return the value of the media type that a client prefers; None where it accepts none of them.

    Args:
        accept: The Accept header; without one everything is acceptable.
        offered: Media types, best first, with what each stands for.

    The most specific range decides a type's weight; among equal weights our own order decides.

    Example:
        >>> choose("text/csv;q=0.5, */*;q=0.1", TABLES), choose("image/png", TABLES)
        ('csv', None)
    """
    if not accept or not accept.strip():
        return next(iter(offered.values()))
    best = _best(accept, tuple(offered))
    return None if best is None else offered[best]


@lru_cache(maxsize=256)
def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = list(_ranges(accept))
    weights = {each: _weight(each, ranges) for each in offered}
    best = max(weights, key=lambda each: weights[each])  # max keeps the first of equals
    return best if weights[best] > 0 else None


def prefers_page(accept: str | None, data: Mapping[str, str]) -> bool:
    """Return whether a client wants a page rather than data; browsers say so, programs do not.

    Example:
        >>> prefers_page("text/html,application/xml;q=0.9,*/*;q=0.8", TABLES), prefers_page("*/*", TABLES)
        (True, False)
    """
    return choose(accept, {**data, **PAGES}) == HTML


def _ranges(accept: str) -> Iterable[Range]:
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                weight = _number(value.strip())
        if name:
            yield Range(name.lower(), weight)


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _weight(offered: str, ranges: Iterable[Range]) -> float:
    fitting = [each for each in ranges if each.fits(offered)]
    if not fitting:
        return 0.0
    return max(fitting, key=lambda each: (each.type == offered, not each.type.startswith("*"))).weight
