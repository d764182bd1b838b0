"""Relative IRIs against their base: RFC 3986, section 5."""

from __future__ import annotations

import re
from typing import Final

# RFC 3986, appendix B. The scheme is strict, so that "a/b:c" is a path.
_PARTS: Final = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def is_absolute(iri: str) -> bool:
    """Return whether an IRI reference begins with a scheme."""
    return _SCHEME.match(iri) is not None


def resolve(base: str, reference: str) -> str:
    """Return the IRI that a reference means where ``base`` is the base IRI (RFC 3986, 5.2.2).

    Only the reference's own path loses its ``.`` and ``..``; an absolute reference, one that names a
    host, and the path of the base stay as written. This is how the loader reads them too (Turtle, 6.3).

    Raises:
        ValueError: The reference is no relative IRI, or its meaning would be no IRI.

    Example:
        >>> resolve("http://example.org/a/b?q", "../c#d")
        'http://example.org/c#d'
    """
    if is_absolute(reference):
        return reference
    scheme, authority, path, query, _ = _split(base)
    _, own_authority, own_path, own_query, fragment = _split(reference)
    if own_authority is not None:
        return f"{scheme}:{reference}"
    if ":" in own_path.partition("/")[0]:
        raise ValueError("the first segment of a relative path may not contain a colon")
    if own_path:
        path, query = _merge(authority, path, own_path), own_query
    elif own_query is not None:
        query = own_query
    if authority is None and path.startswith("//"):
        raise ValueError("a path without a host may not begin with //")
    return _join(scheme, authority, path, query, fragment)


def _split(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.fullmatch(iri)
    if match is None:  # cannot happen: the expression matches every text
        raise ValueError(iri)
    scheme, authority, path, query, fragment = match.groups()
    return scheme, authority, path, query, fragment


def _join(
    scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None
) -> str:
    return "".join(
        (
            f"{scheme}:" if scheme is not None else "",
            f"//{authority}" if authority is not None else "",
            path,
            f"?{query}" if query is not None else "",
            f"#{fragment}" if fragment is not None else "",
        )
    )


def _merge(authority: str | None, base: str, reference: str) -> str:
    """Return a relative path seen from the directory of the base path (5.2.3), without dots (5.2.4)."""
    if reference.startswith("/"):
        directory, reference = "/", reference[1:]
    elif authority is not None and not base:
        directory = "/"
    else:
        directory = base[: base.rfind("/") + 1]
    kept = directory.split("/")[:-1]
    # Behind a host the empty segment before the first slash stays: the path is rooted.
    root = 0 if authority is None else 1
    segments = reference.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(root, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
