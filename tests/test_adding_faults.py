"""Adding facts while something breaks: a file holds its old text or the new one, and the error says what happened."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.test_adding import EVE, texts

from kgtools import gate
from kgtools.adding import Change, add
from kgtools.adding.judging import Judge
from kgtools.change.replacing import MARK
from kgtools.errors import WriteError
from kgtools.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGAGED = EVE + (
    "id:engagement-eve a ex:Engagement ; ex:engages id:person-eve ; ex:status ex:accepted ;"
    " dcterms:source id:doc-programme .\n"
)
KG = "import os, sys; os.getpid = lambda: 1; from kgtools.cli.main import main; main()"
FAULTS = {
    "write": ("ENOSPC", "No space left on device"),
    "fsync": ("EIO", "Input/output error"),
    "rename": ("EROFS", "Read-only file system"),
    "openat": ("EACCES", "Permission denied"),
}


def tool(name: str) -> str:
    """Return a program that makes things break; skip where there is none."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("KG_REQUIRE_TOOLS"):
            pytest.fail(f"{name} is missing")
        pytest.skip(f"{name} is not installed")
    return found


def parsed(folder: Path) -> dict[str, bytes]:
    """Return the files of facts, each of which parses, and make sure that nothing else lies beside them."""
    held = texts(folder)
    for name, data in held.items():
        assert not name.startswith(".")
        list(gate.quads(data, gate.format_of(Path(name)), name=name))
    return held


def broken(folder: Path, call: str, path: Path, text: str = EVE) -> subprocess.CompletedProcess[str]:
    """Add facts while a system call on a path fails."""
    (folder.parent / "new.ttl").write_text(text)
    program = [sys.executable, "-c", KG, "-C", folder, "add", folder.parent / "new.ttl"]
    inject = ["-e", f"trace={call}", "-P", path, "-e", f"inject={call}:error={FAULTS[call][0]}"]
    run = [tool("strace"), "-f", "-qq", "-o", "/dev/null", *inject, *program]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=120)
    if "not permitted" in done.stderr:
        pytest.skip("this machine does not let strace trace")
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("call", FAULTS)
def test_a_failing_disk_leaves_the_old_file(folder: Path, call: str) -> None:
    before = parsed(folder)
    done = broken(folder, call, folder / "data" / f".people.ttl{MARK}1")
    assert done.returncode == 3, done.stderr
    assert f"people.ttl': {FAULTS[call][1]}" in done.stderr
    assert "nothing was changed" in done.stderr
    assert parsed(folder) == before


@pytest.mark.parametrize("call", FAULTS)
def test_of_two_files_none_is_changed(folder: Path, call: str) -> None:
    before = parsed(folder)
    done = broken(folder, call, folder / "data" / f".people.ttl{MARK}1", ENGAGED)
    assert done.returncode == 3, done.stderr
    assert "nothing was changed" in done.stderr
    assert parsed(folder) == before
    assert not (folder / ".kg" / "txn.json").exists()


def test_a_journal_that_cannot_be_written_begins_nothing(folder: Path) -> None:
    before = parsed(folder)
    done = broken(folder, "fsync", folder / ".kg" / f".txn.json{MARK}1", ENGAGED)
    assert (done.returncode, "cannot write" in done.stderr) == (3, True)
    assert parsed(folder) == before


def test_a_folder_that_is_not_flushed_is_told_of(folder: Path) -> None:
    done = broken(folder, "fsync", folder / "data")
    assert done.returncode == 3
    assert "the disk does not confirm that it stays: Input/output error" in done.stderr
    assert b"person-eve" in parsed(folder)["people.ttl"]
    again = Graph(folder).add(EVE)
    assert (again.ok, again.written, len(again.already)) == (True, False, 3)


def script(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount things, which nobody else sees; skip where nobody may."""
    (folder.parent / "new.ttl").write_text(ENGAGED)
    kg = f"{sys.executable} -c '{KG}' -C at add new.ttl"
    lines = f'mkdir at\nkg() {{ {kg} "$@"; }}\n{text}'
    try_it = [tool("unshare"), "-rm", "sh", "-c", "mount -t tmpfs none /mnt"]
    if subprocess.run(try_it, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount")
    run = [*try_it[:-1], lines]
    done = subprocess.run(run, cwd=folder.parent, capture_output=True, text=True, check=False, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_a_full_disk(folder: Path) -> None:
    before = parsed(folder)
    done = script(
        folder,
        """mount -t tmpfs -o size=512k none at && cp -r orchestra/. at
        dd if=/dev/zero of=at/fill bs=1k 2> /dev/null
        kg; echo "exit $?"; cp -r at/data full
        rm at/fill; kg; echo "exit $?"; cp -r at/data freed""",
    )
    assert done.stdout.count("exit 3\n") == 1, done.stderr
    assert "No space left on device" in done.stderr
    assert done.stdout.endswith("exit 0\n")
    for name, data in before.items():
        assert (folder.parent / "full" / name).read_bytes() == data
    assert b"person-eve" in (folder.parent / "freed" / "people.ttl").read_bytes()


def test_a_disk_mounted_read_only(folder: Path) -> None:
    before = parsed(folder)
    done = script(
        folder,
        """mount --bind orchestra at && mount -o remount,ro,bind at
        kg; echo "exit $?"; kg --dry-run > /dev/null; echo "exit $?" """,
    )
    assert done.stdout == "exit 3\nexit 0\n", done.stderr
    assert "Read-only file system" in done.stderr
    assert parsed(folder) == before


def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    (folder.parent / "new.ttl").write_text(ENGAGED)
    before = parsed(folder)
    program = [sys.executable, "-c", KG, "-C", str(folder), "add", str(folder.parent / "new.ttl")]
    if os.geteuid() == 0:  # who may do anything, has to give that up
        away = "-dac_override,-dac_read_search"
        program = [tool("setpriv"), f"--bounding-set={away}", f"--inh-caps={away}", *program]
    (folder / "data").chmod(0o555)
    try:
        done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=120)
    finally:
        (folder / "data").chmod(0o755)
    if "setpriv:" in done.stderr:
        pytest.skip("this machine does not let us give up rights")
    assert (done.returncode, "Permission denied" in done.stderr) == (3, True), done.stderr
    assert "Traceback" not in done.stderr
    assert parsed(folder) == before


@pytest.fixture
def theirs(folder: Path) -> Iterator[bytes]:
    """The text of people.ttl on another branch of a repository."""

    def git(*arguments: str) -> None:
        run = [tool("git"), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
        subprocess.run(run, cwd=folder, check=True, capture_output=True)

    people = folder / "data" / "people.ttl"
    mine = people.read_text()
    git("init", "-q", "-b", "mine")
    git("add", ".")
    git("commit", "-qm", "mine")
    git("checkout", "-qb", "theirs")
    people.write_text(mine.replace("Ada Brook", "Ada Lake"))
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "mine")
    return mine.replace("Ada Brook", "Ada Lake").encode()


def switch(folder: Path) -> None:
    subprocess.run([tool("git"), "checkout", "-q", "theirs"], cwd=folder, check=True, capture_output=True)


def test_a_checkout_before_the_writing_is_judged_again(
    folder: Path, theirs: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    introduced, judged = Judge.introduced, []

    def interrupted(self: Judge, *arguments: object) -> object:
        if not judged:
            switch(folder)
        judged.append(arguments)
        return introduced(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Judge, "introduced", interrupted)
    assert Graph(folder).add(EVE).written
    assert len(judged) == 2
    held = parsed(folder)["people.ttl"]
    assert b"Ada Lake" in held
    assert b"person-eve" in held
    assert len(held) > len(theirs)


def test_a_checkout_at_the_last_moment_is_not_overwritten(folder: Path, theirs: bytes) -> None:
    graph = Graph(folder)

    def preview(_: Change) -> None:
        switch(folder)

    with pytest.raises(WriteError, match=r"data/people\.ttl' was changed by somebody else meanwhile"):
        add(graph.project, [graph.offer(EVE)], preview=preview)
    assert parsed(folder)["people.ttl"] == theirs


@pytest.mark.parametrize("aim", [(), ("--aimed",)])
def test_nothing_acknowledged_is_lost_when_adders_are_killed(aim: tuple[str, ...]) -> None:
    script = Path(__file__).parents[1] / "benchmarks" / "adding" / "run.py"
    kills = 1000 if os.environ.get("KGTOOLS_NIGHTLY") else 10
    run = [sys.executable, script, str(kills), "--json", *aim]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert not done.stderr
    counts = json.loads(done.stdout)
    assert (counts["lost"], counts["torn"]) == (0, 0)
    assert counts["killed"] >= kills
    assert counts["acknowledged"]
    assert counts["while_writing"] >= (kills // 2 if aim else 0)
