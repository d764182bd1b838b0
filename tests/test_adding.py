"""Adding and removing facts, and what happens when something breaks on the way."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools import bundle
from kgtools.change import durable, journal
from kgtools.change.replacing import Rewrite
from kgtools.errors import LimitError, WriteError
from kgtools.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome

HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
EVE = f'{HEAD}id:person-eve a ex:Person ; skos:prefLabel "Eve"@en ; dcterms:source id:doc-programme .\n'


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "data").iterdir())}


def test_add_then_remove(folder: Path) -> None:
    before = texts(folder)
    change = Graph(folder).add(EVE)
    assert (change.ok, change.written, len(change.added)) == (True, True, 3)
    assert [path.name for path in set(change.added.values())] == ["people.ttl"]
    again = Graph(folder).add(EVE)
    assert (again.ok, again.written, len(again.already)) == (True, False, 3)
    assert Graph(folder)["Eve"].types == ("Person",)
    assert Graph(folder).remove("Eve").written
    assert texts(folder) == before


def test_every_syntax_gives_the_same_facts(folder: Path, kg: Callable[..., Outcome], tmp_path: Path) -> None:
    jsonld = {
        "@id": "https://example.org/id/person-eve",
        "@type": "https://example.org/terms/Person",
        "http://www.w3.org/2004/02/skos/core#prefLabel": {"@value": "Eve", "@language": "en"},
        "http://purl.org/dc/terms/source": {"@id": "https://example.org/id/doc-programme"},
    }
    header = kg("-C", folder, "template", "Person").out.strip()
    assert header == "id,a ex:Person,skos:prefLabel@en,dcterms:source"
    table = f"{header}\nperson-eve,,Eve,Programme book\n"
    results = []
    for name, text in (("f.ttl", EVE), ("f.trig", EVE), ("f.jsonld", json.dumps(jsonld)), ("f.csv", table)):
        (tmp_path / name).write_text(text)
        copy = Path(shutil.copytree(folder, tmp_path / f"copy-{name}"))
        done = kg("-C", copy, "add", tmp_path / name)
        assert done.code == 0, done.err
        results.append(texts(copy))
    assert all(result == results[0] for result in results)


def test_refused_facts_are_kept_with_reasons(folder: Path, kg: Callable[..., Outcome]) -> None:
    before = texts(folder)
    bad = f"{HEAD}id:person-x a ex:Person ; dcterms:source id:doc-programme .\n"
    done = kg("-C", folder, "add", "-", stdin=EVE + bad.replace(HEAD, ""))
    assert (done.code, texts(folder)) == (1, before)
    assert "Give the person a name." in done.err
    [kept] = (folder / ".kg" / "rejected").glob("*.json")
    assert len(json.loads(kept.read_text())["facts"]) == 5
    assert kept.with_suffix(".ttl").exists()
    part = kg("-C", folder, "add", "-", "--partial", stdin=EVE + bad.replace(HEAD, ""))
    assert part.code == 1
    assert b"person-eve" in texts(folder)["people.ttl"]
    assert b"person-x" not in texts(folder)["people.ttl"]


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (f'{HEAD}id:person-x a ex:Person ; skos:prefLabel "X"@en .', 1, "has no source"),
        (
            f'{HEAD}[] a ex:Person ; skos:prefLabel "X"@en ; dcterms:source id:doc-programme .',
            1,
            "blank node",
        ),
        (f"{HEAD}id:x dcterms:source id:doc-programme .", 1, "--into FILE"),
        ("<x:a> <x:b> .", 3, "KG001"),
        ("", 3, "states nothing"),
    ],
)
def test_what_is_refused(folder: Path, kg: Callable[..., Outcome], text: str, code: int, says: str) -> None:
    before = texts(folder)
    done = kg("-C", folder, "add", "-", stdin=text)
    assert (done.code, texts(folder)) == (code, before), done.err
    assert says in done.err


def test_a_dry_run_writes_nothing(folder: Path, kg: Callable[..., Outcome]) -> None:
    before = texts(folder)
    done = kg("-C", folder, "add", "-", "--dry-run", stdin=EVE)
    assert (done.code, texts(folder)) == (0, before)
    assert '+    skos:prefLabel "Eve"@en ;' in done.out


def test_what_would_dangle_is_listed_and_refused(folder: Path, kg: Callable[..., Outcome]) -> None:
    before = texts(folder)
    done = kg("-C", folder, "remove", "Ada Brook")
    assert (done.code, texts(folder)) == (1, before)
    assert (
        "data/engagements.ttl:14:16 left dangling: id:engagement-ada-strings ex:engages id:person-ada"
        in done.err
    )
    allowed = kg("-C", folder, "remove", "Ada Brook", "--leave-dangling")
    assert (allowed.code, "4 facts taken out, 2 facts left dangling" in allowed.err) == (0, True)
    assert b"id:person-ada\n    a" not in texts(folder)["people.ttl"]


def test_more_than_the_limit_is_refused_before_it_is_read(folder: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.ttl"
    large.write_text("#" * (10 * 1024 * 1024))
    begin = time.process_time()
    with pytest.raises(LimitError, match="larger than 2 MB") as refused:
        Graph(folder).add(large)
    assert time.process_time() - begin < 1
    assert "add_mb under [limits] in kg.toml" in (refused.value.hint or "")
    with (folder / "kg.toml").open("a") as file:
        file.write("[limits]\nadd_mb = 0.001\n")
    with pytest.raises(LimitError, match=r"larger than 0\.001 MB"):
        Graph(folder).add(EVE + "#" * 1024)


def test_links_read_only_files_and_git_at_work(folder: Path) -> None:
    path = folder / "data" / "people.ttl"
    path.chmod(0o444)
    with pytest.raises(WriteError, match="read-only"):
        Graph(folder).add(EVE)
    path.chmod(0o644)
    (folder / ".git").mkdir()
    (folder / ".git" / "index.lock").touch()
    with pytest.raises(WriteError, match="git is at work"):
        Graph(folder).add(EVE)
    shutil.rmtree(folder / ".git")
    path.rename(folder / "elsewhere.ttl")
    path.symlink_to(folder / "elsewhere.ttl")
    with pytest.raises(WriteError, match="is a link"):
        Graph(folder).add(EVE)


def test_the_mode_is_kept_and_a_stale_lock_is_none(folder: Path) -> None:
    path = folder / "data" / "people.ttl"
    path.chmod(0o640)
    (folder / ".kg").mkdir()
    (folder / ".kg" / "lock").write_text("process 999999 on nowhere\n")
    (folder / "data" / ".people.ttl.kg-new999999").write_text("torn")
    assert Graph(folder).add(EVE).written
    assert path.stat().st_mode & 0o777 == 0o640
    assert not (folder / "data" / ".people.ttl.kg-new999999").exists()


def test_a_held_lock_names_its_holder(folder: Path) -> None:
    with (
        durable.lock(folder),
        pytest.raises(WriteError, match=f"locked by process {os.getpid()} "),
        durable.lock(folder, patience=0.1),
    ):
        pass


def test_a_file_that_changed_meanwhile_stays(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"theirs")
    (tmp_path / ".kg").mkdir()
    with pytest.raises(WriteError, match="changed by somebody else"):
        durable.rewrite(tmp_path, [Rewrite(one, b"1", b"new"), Rewrite(two, b"2", b"new")])
    assert (one.read_bytes(), two.read_bytes()) == (b"1", b"theirs")


@pytest.mark.parametrize(
    ("held", "after"),
    [
        ((b"old", b"old"), (b"new", b"new")),
        ((b"new", b"old"), (b"new", b"new")),
        ((b"new", b"theirs"), (b"old", b"theirs")),
    ],
)
def test_a_journal_is_rolled_forward_or_back(
    tmp_path: Path, held: tuple[bytes, bytes], after: tuple[bytes, bytes]
) -> None:
    (tmp_path / ".kg").mkdir()
    names = ("one", "two")
    for name, data in zip(names, held, strict=True):
        (tmp_path / name).write_bytes(data)
    entries = [{"file": name, "old": "old", "new": "new"} for name in names]
    (tmp_path / ".kg" / "txn.json").write_text(json.dumps(entries))
    with durable.lock(tmp_path):
        assert tuple((tmp_path / name).read_bytes() for name in names) == after
        assert not (tmp_path / ".kg" / "txn.json").exists()


GRAPH = "<https://example.org/g>"
IN_GRAPHS = {
    "trig": (f"{HEAD}{GRAPH} {{ id:person-eve a ex:Person }}", ":3:1: "),
    "nq": (f"<https://example.org/a> <https://example.org/b> <https://example.org/c> {GRAPH} .", ":1:73: "),
    "jsonld": (
        '{"@id": "https://example.org/g", "@graph": [{"@id": "https://example.org/a",'
        ' "https://example.org/b": 1}]}',
        ": ",
    ),
}


@pytest.mark.parametrize("ending", IN_GRAPHS)
def test_named_graphs_are_refused_with_their_place(
    folder: Path, kg: Callable[..., Outcome], tmp_path: Path, ending: str
) -> None:
    text, place = IN_GRAPHS[ending]
    file = tmp_path / f"new.{ending}"
    file.write_text(text)
    before = texts(folder)
    found = kg("-C", folder, "add", file)
    assert found.code == 3
    assert f"new.{ending}{place}error" in found.err
    assert f"`{GRAPH}` is a named graph" in found.err
    assert texts(folder) == before


def test_an_interrupted_change_is_seen_and_recovered(folder: Path, kg: Callable[..., Outcome]) -> None:
    one, two = sorted((folder / "data").glob("*.ttl"))[:2]
    old = one.read_bytes(), two.read_bytes()
    entries = [
        {"file": f"data/{path.name}", "old": text.decode(), "new": f"{text.decode()}# new\n"}
        for path, text in zip((one, two), old, strict=True)
    ]
    (folder / ".kg").mkdir(exist_ok=True)
    (folder / ".kg" / "txn.json").write_text(json.dumps(entries))
    one.write_text(entries[0]["new"])
    said = kg("-C", folder, "check").err
    assert f"data/{one.name}, data/{two.name} was interrupted" in said
    assert "\n  = help: `kg doctor --recover`" in said
    told = kg("-C", folder, "doctor")
    assert (told.code, "change of files" in told.out) == (1, True)
    assert two.read_bytes() == old[1], "looking changes nothing"
    with durable.lock(folder.parent):  # the lock of another project hides nothing
        assert journal.unfinished(folder)
    assert "change of files" not in kg("-C", folder, "doctor", "--recover").out
    assert two.read_text() == entries[1]["new"]
    assert "was interrupted" not in kg("-C", folder, "check").err


def test_a_change_at_work_is_not_called_interrupted(folder: Path) -> None:
    with durable.lock(folder):
        (folder / ".kg" / "txn.json").write_text('[{"file": "data/people.ttl", "old": "", "new": ""}]')
        assert not journal.unfinished(folder)
        (folder / ".kg" / "txn.json").unlink()


@pytest.mark.parametrize(
    "journal",
    [
        "",
        "{",
        "[3]",
        '[{"file": "data/people.ttl"}]',
        '[{"file": "data/people.ttl", "old": 3, "new": "x"}]',
        '[{"file": "../outside.ttl", "old": null, "new": "x"}]',
        '[{"file": "/tmp/outside.ttl", "old": null, "new": "x"}]',
        '[{"file": "away/outside.ttl", "old": null, "new": "x"}]',
        '[{"file": "data/people.ttl\\u0000", "old": null, "new": "x"}]',
    ],
)
def test_a_journal_that_no_change_of_ours_wrote_is_refused_and_writes_nothing(
    folder: Path, kg: Callable[..., Outcome], journal: str
) -> None:
    (folder / ".kg").mkdir(exist_ok=True)
    (folder / ".kg" / "txn.json").write_text(journal)
    (folder / "away").symlink_to(folder.parent, target_is_directory=True)
    before = (folder / "data" / "people.ttl").read_bytes()
    for command in (["check"], ["doctor", "--recover"]):
        outcome = kg("-C", folder, *command)
        assert outcome.code == 3, command
        assert ".kg/txn.json" in outcome.err
    assert "broken" in kg("-C", folder, "doctor").out
    assert (folder / "data" / "people.ttl").read_bytes() == before
    assert not (folder.parent / "outside.ttl").exists()
    assert (folder / ".kg" / "txn.json").read_text() == journal


@pytest.mark.parametrize("command", [("add", "new.ttl"), ("remove", "Ada Brook")])
def test_without_a_project_nothing_is_written(
    tmp_path: Path, kg: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, command: tuple[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.ttl").write_text(EVE)
    done = kg(*command)
    assert (done.code, "neither this folder nor one above is a project" in done.err) == (2, True)


def test_the_project_inside_an_installation_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = folder.rename(folder.parent / "_bundle")
    monkeypatch.setattr(bundle, "root", lambda: inside)
    with pytest.raises(WriteError, match="inside an installation"):
        Graph(inside).add(EVE)
    assert Graph(inside).add(EVE, dry_run=True).ok


def test_what_is_kept_beside_the_facts_is_hidden_from_git(folder: Path) -> None:
    Graph(folder).add(EVE)
    assert (folder / ".kg" / ".gitignore").read_text() == "*\n"


def test_all_that_is_wrong_with_a_thing_is_told_at_once(folder: Path) -> None:
    text = f'{HEAD}id:person-q skos:prefLabel "Q"@en .'
    assert [reason.code for reason in Graph(folder).add(text).reasons] == ["KG501", "KG111"]


@pytest.mark.parametrize(
    ("prefix", "hint"),
    [("id", "declare it: `PREFIX id: <https://example.org/id/>`"), ("idd", "did you mean `id:`?")],
)
def test_a_prefix_that_is_not_declared_comes_with_a_hint(
    kg: Callable[..., Outcome], folder: Path, prefix: str, hint: str
) -> None:
    done = kg("-C", folder, "add", "-", stdin=f"{prefix}:person-eve a {prefix}:x .")
    assert (done.code, done.out) == (3, "")
    assert (
        f"standard input:1:1: error[KG002]: the prefix `{prefix}:` is not declared\n  = help: {hint}"
        in done.err
    )
