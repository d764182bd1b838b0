"""Bad input, each in a process of its own: a clear message, nothing fetched, run or left behind."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import NamedTuple

import pytest

HEAD = """PREFIX : <https://example.org/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
MODULE = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module"


class Ended(NamedTuple):
    """How a process ended: its exit code, what it printed, and the processes it left."""

    code: int
    text: str
    orphans: list[int]


def run(*arguments: object, path: str | None = None, modules: Path | None = None) -> Ended:
    mark = f"KG_TEST_MARK={uuid.uuid4()}"
    name, _, value = mark.partition("=")
    environment = {**os.environ, name: value}
    if path is not None:
        environment["PATH"] = path
    if modules is not None:
        environment["PYTHONPATH"] = f"{environment['PYTHONPATH']}{os.pathsep}{modules}"
    done = subprocess.run(
        [sys.executable, "-c", "from kgtools.cli.main import main; main()", *map(str, arguments)],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    for _ in range(40):  # what was killed needs a moment to go
        if not (left := marked(mark)):
            break
        time.sleep(0.05)
    return Ended(done.returncode, done.stdout, left)


def marked(mark: str) -> list[int]:
    """Return the running processes that have a mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:  # gone meanwhile, or a zombie
            continue
    return found


def project(folder: Path, ontology: str) -> Path:
    (folder / "ontology").mkdir()
    (folder / "kg.toml").write_text('name = "bad"\nbase = "https://example.org/id/"\n')
    (folder / "ontology" / "terms.ttl").write_text(HEAD + ontology)
    return folder


def java(folder: Path, script: str) -> str:
    """Return a PATH whose only Java is a script."""
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"{program.parent}{os.pathsep}{os.defpath}"


def test_a_chain_that_feeds_itself(tmp_path: Path) -> None:
    links = "".join(f":n{i} :p :n{(i * 7 + k) % 900} .\n" for i in range(900) for k in range(4))
    (tmp_path / "o.ttl").write_text(f"{HEAD}:p owl:propertyChainAxiom ( :p :p ) .\n{links}")
    ended = run("infer", tmp_path / "o.ttl")
    assert (ended.code, ended.orphans) == (4, [])
    assert "SubPropertyChain" in ended.text


@pytest.mark.parametrize("command", [("infer",), ("check", "--dl"), ("classify",)], ids=" ".join)
def test_imports_are_not_followed(tmp_path: Path, command: tuple[str, ...]) -> None:
    trap = tmp_path / "trap.ttl"
    trap.write_text(f"{HEAD}:A rdfs:subClassOf :Trapped .")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/o.ttl"
        text = f":o a owl:Ontology ; owl:imports <{address}> , <{trap.as_uri()}> . :A a owl:Class . :a a :A ."
        root = project(tmp_path, text)
        where = [root / "ontology" / "terms.ttl"] if command == ("infer",) else []
        ended = run("-C", root, *command, *where)
        with pytest.raises(TimeoutError):
            listening.accept()
    assert ended.orphans == []
    assert "Trapped" not in ended.text
    assert "Traceback" not in ended.text


@pytest.mark.parametrize("command", [("check", "--dl"), ("classify",), ("infer",)], ids=" ".join)
def test_a_module_that_the_data_name_is_not_run(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "trap_module.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w').close()\n")
    root = project(tmp_path, f':o a owl:Ontology ; <{MODULE}> "trap_module" . :A a owl:Class .')
    where = [root / "ontology" / "terms.ttl"] if command == ("infer",) else []
    ended = run("-C", root, *command, *where, modules=tmp_path)
    assert not (tmp_path / "sprung").exists()
    assert ended.orphans == []
    assert "Traceback" not in ended.text


def test_a_cyclic_list(tmp_path: Path) -> None:
    text = ":A rdfs:subClassOf [ owl:unionOf _:l ] . _:l rdf:first :B ; rdf:rest _:l ."
    (tmp_path / "o.ttl").write_text(HEAD + text)
    ended = run("infer", tmp_path / "o.ttl")
    assert "cyclic" in ended.text
    assert ended.orphans == []


def test_an_inconsistent_ontology(tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text(f"{HEAD}:A owl:disjointWith :B .\n:a a :A , :B .")
    ended = run("infer", tmp_path / "o.ttl")
    assert ended.code == 1
    assert "KG701" in ended.text
    assert "o.ttl:6:" in ended.text


@pytest.mark.parametrize("command", [("check", "--dl"), ("classify",)], ids=" ".join)
def test_no_java(tmp_path: Path, command: tuple[str, ...]) -> None:
    ended = run("-C", project(tmp_path, ":A a owl:Class ."), *command, path="")
    assert (ended.code, ended.orphans) == (3, [])
    assert "HermiT needs Java" in ended.text
    assert "= help:" in ended.text


@pytest.mark.parametrize("command", [("check", "--dl"), ("classify",)], ids=" ".join)
def test_a_java_that_hangs(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = java(tmp_path, '[ "$1" = -version ] && exit 0\nsleep 300 &\nsleep 300')
    started = time.monotonic()
    ended = run("-C", project(tmp_path, ":A a owl:Class ."), *command, "--timeout", 2, path=path)
    assert time.monotonic() - started < 60
    assert ended.code in (1, 3, 4)
    assert ended.orphans == []
    assert "time" in ended.text
    assert "Traceback" not in ended.text
