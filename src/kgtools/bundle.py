"""Where the bundled project is: inside an installed wheel, or this checkout."""

from __future__ import annotations

from pathlib import Path

from kgtools.errors import ProjectError

STATIC = Path(__file__).resolve().parent / "web" / "static"
"""Scripts and styles of the workbench's pages."""


def root() -> Path:
    """Return the folder of the bundled project.

    A checkout wins over a copy inside the package, so that an editable install
    never answers from a stale copy. A parent folder without ``kg.toml`` is never taken.

    Raises:
        ProjectError: The installation holds no project.

    Example:
        >>> (root() / "kg.toml").is_file()
        True
    """
    package = Path(__file__).resolve().parent
    checkout = package.parent.parent
    if package.parent.name == "src" and (checkout / "kg.toml").is_file():
        return checkout
    packed = package / "_bundle"
    if (packed / "kg.toml").is_file():
        return packed
    raise ProjectError("this installation carries no bundled project", hint="reinstall kgtools")
