"""The hooks for pre-commit and the GitHub action, by running their commands."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.repository import commit

ROOT = Path(__file__).resolve().parents[2]
HEAD = "PREFIX id: <https://example.org/id/>\n"


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A search path on which ``kg`` is this package."""
    kg = tmp_path / "bin" / "kg"
    kg.parent.mkdir()
    kg.write_text(f"#!{sys.executable}\nfrom kgtools.cli.main import main\nmain()\n")
    kg.chmod(kg.stat().st_mode | stat.S_IXUSR)
    return f"{kg.parent}{os.pathsep}{os.environ['PATH']}"


def _hooks() -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def _steps() -> dict[str, dict[str, Any]]:
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    return {step["name"]: step for step in steps if "name" in step}


def test_every_hook_says_what_pre_commit_needs() -> None:
    assert list(_hooks()) == ["kg-fmt", "kg-check"]
    for hook in _hooks().values():
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()


@pytest.mark.parametrize(
    "name", ["data/a.ttl", "ontology/a.owl", "ontology/rules/a.rq", "kg.toml", "b/kg.toml"]
)
def test_the_check_hook_looks_at_all_that_a_check_judges(name: str) -> None:
    assert re.search(_hooks()["kg-check"]["files"], name)
    assert not re.search(_hooks()["kg-check"]["files"], f"{name}.orig")


def test_the_format_hook_changes_a_file_that_pre_commit_names(folder: Path, path: str) -> None:
    file = folder / "data" / "new.ttl"
    file.write_text(f'{HEAD}id:x   <https://example.org/terms/start>  "1" .')
    command = [*shlex.split(_hooks()["kg-fmt"]["entry"]), "data/new.ttl"]
    subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=True)
    assert 'id:x\n    <https://example.org/terms/start> "1" ;\n.\n' in file.read_text()


@pytest.mark.parametrize(("text", "code"), [("", 0), ("id:x a", 1)])
def test_the_check_hook_fails_on_an_error(folder: Path, path: str, text: str, code: int) -> None:
    (folder / "data" / "new.ttl").write_text(f"{HEAD if text else ''}{text}")
    hook = _hooks()["kg-check"]
    assert hook["pass_filenames"] is False
    done = subprocess.run(
        shlex.split(hook["entry"]), cwd=folder, env={**os.environ, "PATH": path}, check=False
    )
    assert done.returncode == code


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action runs in bash, which is not here")
@pytest.mark.parametrize(("text", "code"), [("", 0), ("id:x a", 1)])
def test_the_action_writes_sarif_annotates_and_summarizes(
    folder: Path, tmp_path: Path, path: str, text: str, code: int
) -> None:
    if text:
        (folder / "data" / "new.ttl").write_text(f"{HEAD}{text}")
    report, summary = tmp_path / "a b.sarif", tmp_path / "summary.md"
    given = {"DIRECTORY": str(folder), "SINCE": "", "SARIF": str(report)}
    environment = {**os.environ, **given, "PATH": path, "GITHUB_STEP_SUMMARY": str(summary)}
    steps = _steps()
    done = {
        name: subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", steps[name]["run"]],
            env={**environment},
            capture_output=True,
            text=True,
            check=False,
        )
        for name in ("Write SARIF", "Check")
    }
    assert (done["Write SARIF"].returncode, done["Check"].returncode) == (0, code), done
    assert len(json.loads(report.read_text())["runs"][0]["results"]) == code
    assert ("::error file=" in done["Check"].stdout) == bool(code)
    assert summary.read_text()
    for name in done:
        assert set(steps[name]["env"]) <= given.keys()


@pytest.mark.skipif(shutil.which("bash") is None, reason="the action runs in bash, which is not here")
@pytest.mark.parametrize("first", [False, True], ids=["replaces its comment", "writes its first comment"])
def test_the_action_tells_reviewers_what_changed(
    folder: Path, tmp_path: Path, path: str, first: bool
) -> None:
    commit(folder)
    people = folder / "data" / "people.ttl"
    people.write_text(people.read_text().replace("Harbour Brass", "Harbour Winds"))
    commit(folder)
    # GitHub's own program cannot run here: this one only keeps what it is asked, and may fail like it.
    asked = tmp_path / "asked"
    gh = tmp_path / "bin" / "gh"
    gh.write_text(f'#!/bin/sh\necho "$@" >> {asked}\ncase "$*" in *--edit-last*) exit {int(first)};; esac\n')
    gh.chmod(gh.stat().st_mode | stat.S_IXUSR)
    step, summary = _steps()["Tell what changed"], tmp_path / "summary.md"
    given = {"DIRECTORY": str(folder), "DIFF": "HEAD~1", "PULL_REQUEST": "7", "GH_TOKEN": "t"}
    assert set(step["env"]) == given.keys()
    command = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
    environment = {**os.environ, **given, "PATH": path, "GITHUB_STEP_SUMMARY": str(summary)}
    subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True)
    assert "Harbour Brass" in summary.read_text(encoding="utf-8")
    assert summary.read_text() == (tmp_path / "kg-diff.md").read_text()
    assert asked.read_text().count("pr comment 7 --body-file kg-diff.md") == 1 + first
