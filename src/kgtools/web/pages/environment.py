"""The templates: jinja2 with autoescape, so that no text of the data is ever markup."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).resolve().parent.parent / "templates"


def environment() -> Environment:
    """Return the environment of all templates.

    Example:
        >>> environment().from_string("{{ text }}").render(text="</script>")
        '&lt;/script&gt;'
    """
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
