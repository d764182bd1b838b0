"""Which file each fact goes to or comes from, and what that makes of the files."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools import bundle, gate
from kgtools.adding.offer import plain
from kgtools.change import durable
from kgtools.change.edit import delete, insert
from kgtools.change.replacing import Rewrite, held
from kgtools.errors import UsageError, WriteError
from kgtools.terms import NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from kgtools.adding.model import Change
    from kgtools.change.homes import Homes
    from kgtools.project import Project
    from kgtools.terms import TripleLike

_ATTEMPTS: Final = 5
_BOM: Final = b"\xef\xbb\xbf"


class Plan(NamedTuple):
    """Facts with their files, and the texts that these get."""

    placed: dict[Quad, Path]
    rewrites: tuple[Rewrite, ...]


def target(project: Project, into: Path) -> Path:
    """Return the file that a user names for new facts.

    Raises:
        UsageError: It is no Turtle file under ``data/``.
    """
    path = into if into.is_absolute() else project.root / into
    path = path.parent.resolve() / path.name
    if project.root / "data" not in path.parents or path.suffix.lower() != ".ttl":
        raise UsageError(f"'{into}' is no Turtle file under data/", hint="such as data/people.ttl")
    return path


def put(project: Project, facts: Iterable[Quad], homes: Homes, into: Path | None) -> Plan:
    """Return the plan that puts facts about IRIs where they belong, or all into one file.

    Raises:
        UsageError: No file is known for one of them.
        WriteError: A file cannot be edited.
    """
    about: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.subject, NamedNode):  # the others have been refused
            about[fact.subject].append(fact)
    placed: dict[Quad, Path] = {}
    for subject, own in about.items():
        placed |= dict.fromkeys(own, into or homes.of(subject, own))
    by_file: defaultdict[Path, list[Quad]] = defaultdict(list)
    for fact, path in placed.items():
        by_file[path].append(fact)
    edits = {
        path: functools.partial(insert, facts=own, prefixes=project.prefixes) for path, own in by_file.items()
    }
    return Plan(placed, tuple(_rewrites(project, edits)))


def take_out(project: Project, facts: Iterable[Quad], files: Mapping[Path, Iterable[TripleLike]]) -> Plan:
    """Return the plan that takes facts out of every file that states them.

    Raises:
        WriteError: A file cannot be edited.
    """
    going = dict.fromkeys(facts)
    by_file = {path: [fact for fact in map(plain, own) if fact in going] for path, own in files.items()}
    placed = {fact: path for path, own in by_file.items() for fact in own}
    edits = {path: functools.partial(delete, facts=own) for path, own in by_file.items() if own}
    return Plan({fact: placed[fact] for fact in going}, tuple(_rewrites(project, edits)))


def _rewrites(project: Project, edits: Mapping[Path, Callable[..., str]]) -> Iterator[Rewrite]:
    for path, edit in sorted(edits.items()):
        name = project.relative(path)
        if path.suffix.lower() != ".ttl":
            raise WriteError(
                f"'{name}' is no Turtle, and only Turtle is edited", hint="--into a file that is"
            )
        old = held(path)
        text = gate.clean(old, name=name).decode() if old is not None else ""
        new = edit(text, file=name)
        mark = _BOM if old is not None and old.startswith(_BOM) else b""
        yield Rewrite(path, old, mark + new.encode() if new.strip() else None)


def written(project: Project, judged: Callable[[], Change], preview: Callable[[Change], None]) -> Change:
    """Write what a change plans, judged again under the lock for as long as the files change meanwhile.

    Args:
        project: Whose files.
        judged: Returns the change for the files as they are now; one without rewrites is not written.
        preview: Called with the change just before it is written.

    Raises:
        WriteError: The lock is held, or nothing can be written.
    """
    if project.root.name == "_bundle" and project.root == bundle.root():
        raise WriteError(
            "the project inside an installation is not for writing", hint="kg init DIR makes one"
        )
    for _ in range(_ATTEMPTS):
        with durable.lock(project.root):
            change = judged()
            if not change.rewrites:
                return change
            if all(held(rewrite.path) == rewrite.old for rewrite in change.rewrites):
                preview(change)
                durable.rewrite(project.root, change.rewrites)
                return replace(change, written=True)
    raise WriteError("the files keep changing", hint="try again when nobody else writes")
