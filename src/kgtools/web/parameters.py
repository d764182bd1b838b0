"""Parameters of an address or a form, strictly decoded."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

_MOST: Final = 1000
_LONGEST_NUMBER: Final = 9


def of_address(request: Request) -> tuple[tuple[str, str], ...]:
    """Return names and values of the query string.

    Raises:
        Refusal: It is no UTF-8 under its percent signs, or holds too many.
    """
    return decoded(request.scope["query_string"])


@lru_cache(maxsize=256)
def decoded(data: bytes) -> tuple[tuple[str, str], ...]:
    """Return names and values of a form (application/x-www-form-urlencoded).

    Raises:
        Refusal: It is no UTF-8 under its percent signs, or holds too many.

    Example:
        >>> decoded(b"query=ASK%7B%7D&query=")
        (('query', 'ASK{}'), ('query', ''))
    """
    try:
        text = data.decode("ascii")
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST))
    except ValueError:
        raise refuse(400, "the parameters are not encoded as UTF-8 and percent signs") from None


def last(request: Request, name: str) -> str:
    """Return the last value that the query string gives a name, "" where it gives none."""
    return dict(of_address(request)).get(name, "")


def only(request: Request, names: Sequence[str]) -> None:
    """Refuse a query string that asks for more than is heard: nobody would notice what is passed over.

    Raises:
        Refusal: It holds another name.
    """
    for name, _ in of_address(request):
        if name not in (*names, "token"):  # a token is taken at every address
            hint = f"it takes: {', '.join(names)}" if names else "it takes no parameters"
            raise refuse(400, f"this address has no parameter '{name[:64]}'", hint=hint)


def number(request: Request, name: str, default: int, *, most: int) -> int:
    """Return a whole number of the query string, at most so large.

    Raises:
        Refusal: It is no whole number from 0.
    """
    text = last(request, name)
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise refuse(400, f"'{name}' is no whole number", hint=f"such as {name}={default}")
    return min(int(text), most)


def switch(request: Request, name: str) -> bool:
    """Return whether a switch of the query string is on.

    Raises:
        Refusal: It is neither on nor off.
    """
    text = last(request, name).lower()
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("", "0", "false", "no", "off"):
        return False
    raise refuse(400, f"'{name}' is neither 1 nor 0")
