"""Reports that were made, kept for the contents of what they judge: nothing unchanged is judged again.

They are kept as JSON, never as code: a cache folder may come from somewhere else with the files.
A process that follows a project, and so has the report of a change first, says so by holding a lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kgtools import cache
from kgtools.diagnostics import Checked, Diagnostic, Fix, Related, Report, Severity, Span
from kgtools.files import below, replace
from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.project import Project
    from kgtools.terms import Term

VERSION: Final = 7
"""Raised whenever a check finds something else in the same files, within one version of kgtools."""
_KEPT: Final = 20
_PATIENCE: Final = 3.0
_PAUSE: Final = 0.01


class Reports:
    """The reports of one project, in its cache folder.

    Args:
        project: What is judged.
        choice: What else the report depends on, as text.
    """

    def __init__(self, project: Project, choice: str) -> None:
        self._project = project
        self._choice = choice
        self._key = _key(project, choice)
        home = cache.folder(project.root)
        self._lock = home / f"following-{_start(choice).hexdigest()[:32]}.lock"
        self._home = home / "reports"
        self._path = self._home / f"{self._key}.json"

    def find(self) -> Report | None:
        """Return the report of these very files; None where there is none, or it is damaged."""
        try:
            read = json.loads(self._path.read_bytes())
            findings = tuple(map(_diagnostic, read["diagnostics"]))
            return Report(findings, Checked(*read["checked"]), judged=read["judged"])
        except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
            return None

    @contextmanager
    def promise(self) -> Iterator[None]:
        """Tell other processes, for as long as this lasts, that the report of any change is coming soon.

        Where the cache folder cannot be written, or another process promises it already, this tells nothing.
        """
        with ExitStack() as stack:
            with suppress(OSError):
                cache.make(self._project.root)
                lock = stack.enter_context(self._lock.open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    def await_promised(self) -> Report | None:
        """Return the report of these very files that another process promised, waiting for it.

        None at once where none did, and after three seconds in any case.
        """
        end = time.monotonic() + _PATIENCE
        while self._is_promised() and time.monotonic() < end:
            if (report := self.find()) is not None:
                return report
            time.sleep(_PAUSE)
        return None

    def _is_promised(self) -> bool:
        try:
            with self._lock.open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def keep(self, report: Report) -> None:
        """Keep a report, and forget all but the newest. A folder that cannot be written costs time only.

        Where a file was saved while the report was made, nobody knows which state it is about.
        """
        if _key(self._project, self._choice) != self._key:
            return
        plain = {
            "diagnostics": [_plain(finding) for finding in report.diagnostics],
            "checked": list(_values(report.checked)),
            "judged": report.judged,
        }
        with suppress(OSError):
            cache.make(self._project.root)
            self._home.mkdir(exist_ok=True)
            replace(self._path, json.dumps(plain).encode())
            newest = sorted(self._home.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in newest[_KEPT:]:
                path.unlink(missing_ok=True)


def _key(project: Project, choice: str) -> str:
    """Return a digest over everything that a report depends on.

    Raises:
        InputError: A folder cannot be read.
    """
    digest = _start(choice)
    folders = (project.root / "ontology", project.root / "data", project.queries)
    inside = sorted(path for top in folders for path in below(top))
    for path in (str(project.root / "kg.toml"), *inside):
        with suppress(OSError), open(path, "rb") as file:  # noqa: PTH123 - the same
            data = file.read()
            digest.update(f"{os.path.relpath(path, project.root)}\0{len(data)}\0".encode(errors="replace"))
            digest.update(data)
    return digest.hexdigest()[:32]


def _start(choice: str) -> hashlib._Hash:
    """Return a digest of what a report depends on besides files."""
    # The version stands in the package itself, which is above this layer.
    release = import_module("kgtools").__version__
    return hashlib.sha256(f"{VERSION} {release} {choice}\0".encode())


def _values(value: Any) -> Iterable[Any]:
    return (getattr(value, name) for name in value.__slots__)


def _plain(finding: Diagnostic) -> list[Any]:
    return [_plain_value(value) for value in _values(finding)]


def _plain_value(value: Any) -> Any:
    if isinstance(value, NamedNode | BlankNode | Literal):
        return _plain_term(value)
    if isinstance(value, Fix | Related):
        return [list(_values(value.span)), value.text if isinstance(value, Fix) else value.message]
    if isinstance(value, Span):
        return list(_values(value))
    return [_plain_value(each) for each in value] if isinstance(value, tuple) else value


def _plain_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"iri": term.value}
    if isinstance(term, BlankNode):
        return {"blank": term.value}
    if term.language:
        return {"text": term.value, "language": term.language}
    return {"text": term.value, "datatype": term.datatype.value}


def _diagnostic(plain: list[Any]) -> Diagnostic:
    code, severity, message, span, focus, path, value, shape, component, help_, fixes, related = plain
    return Diagnostic(
        code,
        Severity(severity),
        message,
        Span(*span) if span else None,
        _term(focus),
        path,
        _term(value),
        _term(shape),
        component,
        help_,
        tuple(Fix(Span(*span), text) for span, text in fixes),
        tuple(Related(Span(*span), text) for span, text in related),
    )


def _term(plain: dict[str, str] | None) -> Term | None:
    if plain is None:
        return None
    if "iri" in plain:
        return NamedNode(plain["iri"])
    if "blank" in plain:
        return BlankNode(plain["blank"])
    if "language" in plain:
        return Literal(plain["text"], language=plain["language"])
    return Literal(plain["text"], datatype=NamedNode(plain["datatype"]))
