"""The pages of the codes: cause, a wrong and a right example, and the cure."""

from __future__ import annotations

from importlib.resources import files


def page(code: str) -> str | None:
    """Return the page of a code as Markdown, None where there is none.

    Example:
        >>> page("KG101").splitlines()[0]
        '# KG101: undeclared class'
    """
    if not code.isalnum():
        return None
    path = files("kgtools.diagnostics").joinpath("pages", f"{code}.md")
    return path.read_text(encoding="utf-8") if path.is_file() else None


def section(text: str, title: str = "") -> str:
    r"""Return a section of a page by its title; the cause where none is given.

    Example:
        >>> section("# KG1: x\n\nWhy.\n\n## Cure\n\nMend it.\n", "Cure")
        'Mend it.'
    """
    marker = f"## {title}\n" if title else "\n"
    _, _, rest = text.partition(marker)
    return rest.partition("\n## ")[0].strip()
