"""What a question's page offers for copying runs as it is pasted, and gives the answer of the page."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.conftest import Server

QUESTIONS = (
    "/q/engagements",
    "/q/engagements?person=Ada+Brook",
    "/q/engagements?asof=2002-01-01&view=table",
    "/q/engagements?person=Ada+Brook&person=id%3Aperson-ben",
    "/q/engagements?any.person=1",
    "/q/fees?least=1",
)
HTML = {"Accept": "text/html"}


def _shell(command: str, server: Server) -> str:
    """Return what a shell prints in the folder of the project."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    run = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PATH": path},
        cwd=server.root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def _cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_copied_gives_the_same_answer(server: Server, question: str) -> None:
    with server.client(headers=HTML) as client:
        page = client.get(question)
        copies = {
            name: unescape(text)
            for name, text in re.findall(
                r"<dt>(.*?)</dt><dd><pre[^>]*><code>(.*?)</code>", page.text, re.DOTALL
            )
        }
        assert list(copies) == ["Command line", "Python", "curl", "Permalink"]
        body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
        rows = body.count("<tr>")
        again = client.get(copies["Permalink"])
        assert again.text.partition("<tbody>")[2].partition("</tbody>")[0] == body
    answers = {
        "curl": _cells(_shell(copies["curl"], server)),
        "command": _cells(_shell(copies["Command line"], server)),
    }
    assert answers["curl"] == answers["command"]
    assert len(answers["curl"]) == rows + 1
    python = _shell(f"python - <<'END'\n{copies['Python']}\nprint(len(answer))\nEND\n", server)
    assert python.splitlines()[-1] == str(rows)
