from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")


def _completed(folder: Path, *typed: str) -> list[str]:
    """Return what bash offers for the last of some words, which are given as typed."""
    words = " ".join(map(shlex.quote, ("kg", *typed)))
    script = (
        f'eval "$(_KG_COMPLETE=bash_source kg)"\nCOMP_WORDS=({words})\nCOMP_CWORD={len(typed)}\n'
        '_kg_completion kg\nprintf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("show", "Ada"), ["Ada\\ Bach", "Ada\\ Brook"]),
        (("show", "Ada\\ Br"), ["Ada\\ Brook"]),
        (("show", '"Ada Br'), ["Ada Brook"]),
        (("show", "'Ada Br"), ["Ada Brook"]),
        (("path", "Ada\\ Brook", "Ben"), ["Ben\\ Field"]),
        (("query", "engagements", "--person", "ada"), ["Ada\\ Brook"]),
        (("check", "-f", "sa"), ["sarif"]),
        (("find", "x", "--lang", "d"), ["de"]),
    ],
)
def test_bash_gets_words_that_it_does_not_cut(
    folder: Path, typed: tuple[str, ...], offered: list[str]
) -> None:
    assert _completed(folder, *typed) == offered
