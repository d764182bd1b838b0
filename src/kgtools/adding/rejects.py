"""Refused facts, kept with the reasons until somebody mends them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from kgtools import files
from kgtools.diagnostics import document
from kgtools.diagnostics.text import headline
from kgtools.errors import WriteError
from kgtools.turtle.write import format_turtle

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.adding.model import Change
    from kgtools.project import Project


def keep(project: Project, change: Change, folder: Path | None = None) -> Change:
    """Keep the refused facts of a change, under a name made of them, and return the change with their file.

    The facts are kept as Turtle with the reasons in comments above them, to be mended and added again, and
    beside it as JSON.

    Args:
        project: Whose change.
        change: What was refused, and why.
        folder: Where to keep them; by default ``.kg/rejected``.

    Raises:
        WriteError: The folder cannot be written.
    """
    home = folder or project.root / ".kg" / "rejected"
    prefixes = {name: iri for name, iri in project.prefixes.items() if name}
    facts = [fact.triple for fact in change.refused]
    plain = serialize(facts, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
    turtle = format_turtle(plain.decode()).encode()
    reasons = "".join(f"# {headline(reason, project.prefixes)}\n" for reason in change.reasons)
    show = project.prefixes.show
    entries = {
        "facts": [[show(f.subject), show(f.predicate), show(f.object)] for f in change.refused],
        "reasons": [document.entry(reason, project.prefixes) for reason in change.reasons],
    }
    path = home / f"{hashlib.sha256(turtle).hexdigest()[:12]}.ttl"
    try:
        home.mkdir(parents=True, exist_ok=True)
        files.replace(path, reasons.encode() + turtle)
        told = json.dumps(entries, ensure_ascii=False, indent=1)
        files.replace(path.with_suffix(".json"), told.encode())
    except OSError as error:
        raise WriteError(f"cannot keep the refused facts in '{home}': {error.strerror}") from None
    return replace(change, rejected=path)
