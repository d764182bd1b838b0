"""The git repository that a folder stands in, read through the git program; nothing is ever written to it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from kgtools.errors import EngineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_REGULAR: Final = b"100"  # how the mode of a regular file begins, executable or not


class Repository:
    """The repository around a folder. Names of files are relative to that folder.

    Args:
        folder: A folder of its work tree.

    Raises:
        UsageError: The folder is in no repository.
        EngineError: There is no git.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        found = self._run("rev-parse", "--is-inside-work-tree")
        if found.returncode:
            complaint = found.stderr.decode(errors="replace").strip()
            if "dubious ownership" in complaint:  # git knows the cure, and says it
                raise UsageError(f"git refuses the repository of '{folder}': {complaint}")
            raise UsageError(f"'{folder}' is in no git repository", hint="make one: git init")

    def commit(self, revision: str) -> str:
        """Return the full name of the commit that a branch, a tag or an abbreviation means.

        Raises:
            UsageError: Git knows no such revision.
        """
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found.returncode:
            raise UsageError(f"git knows no revision '{revision}'", hint=self._hint())
        return found.stdout.decode().strip()

    def common_ancestor(self, one: str, other: str) -> str:
        """Return the commit at which two revisions parted.

        Raises:
            UsageError: One is unknown, or they share none.
        """
        found = self._run("merge-base", self.commit(one), self.commit(other))
        if found.returncode:
            raise UsageError(f"'{one}' and '{other}' share no commit", hint=self._hint())
        return found.stdout.decode().strip()

    def _hint(self) -> str:
        shallow = self._run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
        return (
            "this clone is shallow; fetch the rest: git fetch --unshallow"
            if shallow
            else "give a branch, a tag or a commit"
        )

    def changed(self, revision: str) -> set[str]:
        """Return the files that differ from a revision, committed or not, and those git does not know yet."""
        options = ("--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff")
        changed = self._output("diff", *options, revision, "--")
        untracked = self._output("ls-files", "-z", "--others", "--exclude-standard")
        return {*_names(changed), *_names(untracked)}

    def text(self, revision: str, name: str) -> bytes:
        """Return a file as it was; empty where it was not there."""
        found = self._run("show", "--end-of-options", f"{revision}:./{name}")
        return b"" if found.returncode else found.stdout

    def files(self, commit: str, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Yield name and bytes of every regular file that a commit has at or below some paths."""
        listed = self._output("ls-tree", "-r", "-z", commit, "--", *paths)
        entries = [entry.partition(b"\t") for entry in listed.split(b"\0") if entry]
        named = [
            (path.decode(errors="surrogateescape"), about.split()[2])
            for about, _, path in entries
            if about.startswith(_REGULAR)
        ]
        data = self._output("cat-file", "--batch", given=b"".join(blob + b"\n" for _, blob in named))
        start = 0
        for name, _ in named:
            head = data.index(b"\n", start)
            end = head + 1 + int(data[start:head].split()[2])
            yield name, data[head + 1 : end]
            start = end + 1

    def _output(self, *arguments: str, given: bytes | None = None) -> bytes:
        done = self._run(*arguments, given=given)
        if done.returncode:
            raise EngineError(f"git failed: {done.stderr.decode(errors='replace').strip()}")
        return done.stdout

    def _run(self, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        command = ["git", "-C", str(self.folder), *arguments]
        try:
            return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603 - a fixed program, no shell
        except FileNotFoundError:
            raise EngineError("git is not installed", hint="install it, or leave revisions out") from None


def _names(listed: bytes) -> list[str]:
    return [name.decode(errors="surrogateescape") for name in listed.split(b"\0") if name]
