"""XML text: what must be escaped, and what XML cannot hold."""

from __future__ import annotations

import re

# Everything but the production Char of XML 1.0; no reference can stand for these either.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        # A parser would turn these into spaces in an attribute, and a carriage return into a
        # line feed everywhere (XML 1.0, sections 2.11 and 3.3.3).
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",
    }
)
_SPECIAL = re.compile(f'[&<>"\t\n\r]|{ILLEGAL.pattern}')


def escape(text: str) -> str:
    """Return text as it stands in an element or in an attribute with double quotes.

    Characters that XML cannot hold become U+FFFD.

    Example:
        >>> escape('a < "b"' + chr(1))
        'a &lt; &quot;b&quot;\ufffd'
    """
    return ILLEGAL.sub("\ufffd", text).translate(_ESCAPES) if _SPECIAL.search(text) else text


def attributes(**values: object) -> str:
    """Return attributes with a space before each, those without a value left out.

    A trailing underscore of a name is dropped, for names that Python reserves.

    Example:
        >>> attributes(id="a", class_="node", start=None)
        ' id="a" class="node"'
    """
    return "".join(
        f' {name.rstrip("_")}="{escape(str(value))}"' for name, value in values.items() if value is not None
    )
