"""The templates: jinja2 with autoescape, so that no text of the data is ever markup."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

FOLDER = Path(__file__).resolve().parent.parent / "templates"


@cache
def environment() -> Environment:
    """Return the environment of all templates.

    Example:
        >>> environment().from_string("{{ text }}").render(text="</script>")
        '&lt;/script&gt;'
    """
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        amount=amount, breakable=breakable, host=host, sentence=sentence, ticks=ticks, word=word
    )
    return made


def amount(number: int | str, noun: str, plural: str | None = None) -> str:
    """Return a number, which may be written out already, with its noun.

    Example:
        >>> amount(1, "file"), amount("2,000", "class", "classes"), amount("no", "source")
        ('1 file', '2,000 classes', 'no sources')
    """
    return f"{number} {noun}" if str(number) == "1" else f"{number} {plural or f'{noun}s'}"


def breakable(path: str) -> Markup:
    """Return a path that may be broken after each slash.

    Example:
        >>> breakable("a/b")
        Markup('a/<wbr>b')
    """
    return escape(path).replace("/", Markup("/<wbr>"))


def ticks(text: str) -> Markup:
    """Return a text with what stands between backticks as code.

    Example:
        >>> ticks("a `b` <c>")
        Markup('a <code>b</code> &lt;c&gt;')
    """
    parts = (escape(part) for part in text.split("`"))
    return Markup().join(
        Markup("<code>{}</code>").format(part) if odd % 2 else part for odd, part in enumerate(parts)
    )


def sentence(text: str) -> str:
    """Return a text that begins like a sentence.

    Example:
        >>> sentence("there is none"), sentence("'none' is no day")
        ('There is none', "'none' is no day")
    """
    return text[:1].upper() + text[1:]


def word(text: str) -> str:
    """Return a text as one word of a class attribute.

    Example:
        >>> word("In force")
        'in-force'
    """
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def host(address: str) -> str:
    """Return the host of a web address.

    Example:
        >>> host("https://www.example.org/a/b")
        'example.org'
    """
    return (urlsplit(address).hostname or address).removeprefix("www.")
