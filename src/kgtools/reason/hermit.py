"""HermiT, the description logic reasoner that owlready2 ships, in a process of its own.

Its Java program is called directly. So nothing of what owlready2's Python would do
with a file happens: no import of modules that the data name, no fetching of
imports, no shared world, no helper process that outlives its parent. Pellet,
which owlready2 ships too, does not run on Java 17 and is not offered.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from kgtools.errors import EngineError, LimitError

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTINEL = "urn:kgtools:sentinel"
"""A class that the file makes unsatisfiable in its last lines: HermiT says so if it read all of it."""

_WORKS_WITHOUT = "without --dl, everything that OWL 2 RL can see is still checked"
_PROBE_SECONDS = 20.0
_BRIEF = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For Java: one thread collects garbage, code is compiled once. Half the work where it runs for a second."""
_SMALL = 1_000_000
"""Bytes of an ontology that HermiT is done with in about a second."""
_RELATION = re.compile(r"^(SubClassOf|EquivalentClasses)\( ((?:<[^>]+> )+)\)$", re.MULTILINE)
_NOTHING = "http://www.w3.org/2002/07/owl#Nothing"


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """What HermiT found about the classes.

    Attributes:
        parents: Pairs of a class and one directly above it.
        equivalent: Groups of classes with the same instances.
        unsatisfiable: Classes that can have no instance.
    """

    parents: tuple[tuple[str, str], ...] = ()
    equivalent: tuple[tuple[str, ...], ...] = ()
    unsatisfiable: tuple[str, ...] = ()


class Hermit:
    """HermiT on this machine.

    Args:
        java: Name or path of the Java program.
        heap: Most megabytes of Java's heap.
        until: The moment (``time.monotonic``) at which Java must have answered that it is there; None
            gives it some seconds.

    Raises:
        EngineError: There is no Java, it does not answer, or owlready2 is missing; the hint
            says what works without it.
    """

    def __init__(self, java: str = "java", *, heap: int = 1024, until: float | None = None) -> None:
        patience = _PROBE_SECONDS if until is None else min(_PROBE_SECONDS, until - monotonic())
        self._java = _probed(java, patience)
        self._command = [
            f"-Xmx{heap}M",
            "-cp",
            _classpath(),
            "org.semanticweb.HermiT.cli.CommandLine",
        ]

    def is_consistent(self, text: bytes, *, until: float) -> bool:
        """Return whether an ontology has a model.

        Args:
            text: N-Triples that make the sentinel unsatisfiable.
            until: The moment (``time.monotonic``) to give up at.

        Raises:
            LimitError: The time is over; HermiT and all it started are gone.
            EngineError: HermiT failed.
        """
        return self._run([text], until).consistent == 1

    def first_inconsistent(self, texts: Sequence[bytes], *, until: float) -> int | None:
        """Return which of some ontologies is the first that has no model; None where all have one.

        One process answers for all; most of what a small ontology costs is its start.
        Args and errors are those of :meth:`is_consistent`.
        """
        number = self._run(texts, until).consistent
        return None if number == len(texts) else number

    def classify(self, text: bytes, *, until: float) -> Taxonomy | None:
        """Return the taxonomy of an ontology, or None where it is inconsistent.

        Args and errors are those of :meth:`is_consistent`.
        """
        answer = self._run([text], until, options=["-c"])
        return _taxonomy(answer.output) if answer.consistent else None

    def _run(self, texts: Sequence[bytes], until: float, *, options: Sequence[str] = ()) -> _Answer:
        java = _BRIEF if max(map(len, texts), default=0) < _SMALL else ()
        with tempfile.TemporaryDirectory(prefix="kgtools-") as folder:
            files = [Path(folder) / f"{number}.nt" for number in range(len(texts))]
            for file, text in zip(files, texts, strict=True):
                file.write_bytes(text)
            options = [f"-k<{SENTINEL}>", *options, "--ignoreUnsupportedDatatypes"]
            options += [file.as_uri() for file in files]
            code, output, complaint = _call([self._java, *java, *self._command, *options], until)
        consistent = output.count(f"<{SENTINEL}> is not satisfiable")
        if code and "InconsistentOntologyException" not in complaint:
            raise EngineError(f"HermiT failed: {_first_line(complaint)}", hint=_WORKS_WITHOUT)
        if not code and consistent < len(texts):
            raise EngineError("HermiT did not read what it was given", hint=_WORKS_WITHOUT)
        return _Answer(consistent, output)


class _Answer(NamedTuple):
    """How many of the given ontologies, from the first on, have a model; and all that was printed."""

    consistent: int
    output: str


def _probed(java: str, patience: float) -> str:
    path = shutil.which(java)
    if path is None:
        raise EngineError(
            f"HermiT needs Java; no '{java}' is found", hint=f"install a Java 8 or later; {_WORKS_WITHOUT}"
        )
    try:
        code, _, complaint = _call([path, "-version"], monotonic() + patience)
    except LimitError:
        raise EngineError(f"{path} does not answer within {patience:.3g} s", hint=_WORKS_WITHOUT) from None
    if code:
        raise EngineError(f"{path} does not run: {_first_line(complaint)}", hint=_WORKS_WITHOUT)
    return path


def _classpath() -> str:
    spec = find_spec("owlready2")  # finds, imports nothing
    folders = [] if spec is None else spec.submodule_search_locations or []
    for folder in folders:
        jar = Path(folder) / "hermit" / "HermiT.jar"
        if jar.is_file():
            return os.pathsep.join([str(jar.parent), str(jar)])
    raise EngineError(
        "HermiT.jar is not found; owlready2 ships it", hint=f"pip install owlready2; {_WORKS_WITHOUT}"
    )


def _call(command: list[str], until: float) -> tuple[int, str, str]:
    """Return exit code, output and complaints of a program; end it and all it started at the deadline."""
    process = subprocess.Popen(  # noqa: S603 - a fixed program, no shell
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, complaint = process.communicate(timeout=max(until - monotonic(), 0.1))
    except subprocess.TimeoutExpired:
        raise LimitError(
            "HermiT did not finish in time", hint="allow more time, or judge fewer facts"
        ) from None
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # its group, also what it left behind
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
    return process.returncode, output.decode(errors="replace"), complaint.decode(errors="replace")


def _taxonomy(output: str) -> Taxonomy:
    parents: list[tuple[str, str]] = []
    equivalent: list[tuple[str, ...]] = []
    unsatisfiable: tuple[str, ...] = ()
    for relation, names in _RELATION.findall(output):
        classes = tuple(name for name in names.strip()[1:-1].split("> <") if name != SENTINEL)
        if relation == "SubClassOf":
            parents.append((classes[0], classes[1]))
        elif _NOTHING in classes:
            unsatisfiable = tuple(sorted(name for name in classes if name != _NOTHING))
        else:
            equivalent.append(tuple(sorted(classes)))
    return Taxonomy(tuple(sorted(parents)), tuple(sorted(equivalent)), unsatisfiable)


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0] if lines else "it said nothing"
