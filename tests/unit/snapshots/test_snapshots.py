from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgtools import bundle
from kgtools import project as projects
from kgtools.dataset import Dataset
from kgtools.errors import InputError, LimitError
from kgtools.graph import Graph
from kgtools.snapshots import Snapshots, build, manifest
from kgtools.store.snapshot import SnapshotStore
from kgtools.terms import DefaultGraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEAD = """PREFIX ex: <https://example.org/terms/> PREFIX id: <https://example.org/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@pytest.fixture
def large(folder: Path) -> Path:
    """The invented project, which asks for a snapshot however small it is."""
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write("\n[snapshot]\nabove_mb = 0\n")
    return folder


def _facts(folder: Path, *, graphs: bool = False) -> set[str]:
    dataset = Dataset(projects.load(folder))
    store = dataset.graphs if graphs else dataset.store
    assert isinstance(store, SnapshotStore)
    return {str(quad) for quad in store.store if graphs or quad.graph_name == DefaultGraph()}


def _in_memory(folder: Path, *, graphs: bool = False) -> set[str]:
    dataset = Dataset(projects.load(folder)._replace(snapshot_above=None))
    store = dataset.graphs if graphs else dataset.store
    return {str(quad) for quad in store.store if graphs or quad.graph_name == DefaultGraph()}


def _home(folder: Path) -> Path:
    return folder / ".kg" / "cache" / "snapshots"


@pytest.mark.parametrize("graphs", [False, True])
def test_a_snapshot_holds_what_memory_would(large: Path, *, graphs: bool) -> None:
    assert _facts(large, graphs=graphs) == _in_memory(large, graphs=graphs)
    dataset, other = (
        Dataset(projects.load(large)),
        Dataset(projects.load(large)._replace(snapshot_above=None)),
    )
    assert dataset.triples == other.triples
    assert dataset.hash == other.hash


def test_a_small_project_has_none(folder: Path) -> None:
    assert Dataset(projects.load(folder)).snapshots is None
    Dataset(projects.load(folder)).store.ask("ASK {}")
    assert not _home(folder).exists()


def test_unchanged_files_are_not_read_again(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in large.rglob("*.ttl"):
        os.utime(path, (1_600_000_000, 1_600_000_000))
    monkeypatch.setattr(manifest, "_RACY", -1)  # the change time of a file cannot be set
    first = Snapshots(projects.load(large)).ready()

    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr("kgtools.gate.read", refuse)
    assert Snapshots(projects.load(large)).ready() == first


def test_a_file_that_was_just_written_is_read_again(large: Path) -> None:
    path = large / "data" / "people.ttl"
    before, about = _facts(large), path.stat()
    path.write_text(path.read_text().replace("Harbour Brass", "Harbour Winds"))  # as long as before
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert _facts(large) != before
    assert _facts(large) == _in_memory(large)


names = st.sampled_from(["Ada", "ADA", "Ben"])
facts = st.builds(
    "id:{}{} {} .\n".format,
    st.sampled_from("abc"),
    st.sampled_from("12"),
    st.one_of(
        names.map('skos:prefLabel "{}"@en'.format),
        st.dates().map('ex:date "{}"^^xsd:date'.format),
        st.dates().map('ex:lastDate "{}"^^xsd:date'.format),
        st.just("ex:fee 1.50"),
        st.just("ex:fee 1.5"),
        st.just("ex:knows [ ex:fee 1 ]"),
    ),
)
states = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.lists(facts, max_size=4), max_size=3), min_size=2, max_size=4
)


@settings(max_examples=8)
@given(states)
def test_whatever_changes_the_snapshot_is_that_of_the_files(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, list[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("history") / "p"
    shutil.copytree(bundle.root() / "tests" / "fixtures" / "orchestra", folder)
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write("\n[snapshot]\nabove_mb = 0\n")
    for state in history:
        for name in "abc":
            path = folder / "data" / f"{name}.ttl"
            path.unlink(missing_ok=True)
            if name in state:
                path.write_text(HEAD + "".join(state[name]), encoding="utf-8")
        dataset = Dataset(projects.load(folder))
        other = Dataset(projects.load(folder)._replace(snapshot_above=None))
        question = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!isBlank(?s) && !isBlank(?o)) }"
        rows = [sorted(map(str, each.store.select(question).rows)) for each in (dataset, other)]
        assert rows[0] == rows[1]
        assert dataset.triples == other.triples
        for name in ("ada", "ben", "fiddlers"):
            known = {node for label, node in Graph(folder).labels.names() if label.casefold() == name}
            assert set(dataset.store.named(name) or ()) == known
        graphs = [
            sorted(str(q) for q in each.graphs.store if "_:" not in str(q)) for each in (dataset, other)
        ]
        assert graphs[0] == graphs[1]


def test_a_change_reads_only_what_changed(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twice = "id:group-brass a ex:Group .\n" * 2  # in one file, which goes when all of it goes
    (large / "data" / "more.ttl").write_text(HEAD + twice.replace("brass", "other"))
    _facts(large, graphs=True)
    monkeypatch.setattr(build.Builder, "build", None)
    monkeypatch.setattr(build.Builder, "add_graphs", None)
    monkeypatch.setattr(build, "_MOST_CHANGED", 1)
    path = large / "data" / "engagements.ttl"
    path.write_text(path.read_text().replace('"1999-05-01"', '"1999-06-01"'))
    for graphs in (False, True):
        assert _facts(large, graphs=graphs) == _in_memory(large, graphs=graphs)


def test_a_fact_that_two_files_state_stays_where_one_drops_it(large: Path) -> None:
    more = large / "data" / "more.ttl"
    more.write_text(f"{HEAD}id:group-brass a ex:Group .\n")
    _facts(large)
    more.write_text(HEAD)
    assert _facts(large) == _in_memory(large)


def test_a_broken_file_leaves_the_snapshot_that_was_there(large: Path) -> None:
    before = _facts(large)
    path = large / "data" / "people.ttl"
    text = path.read_text()
    path.write_text(f"{text}id:x a")
    with pytest.raises(InputError, match=r"data/people.ttl:\d+:"):
        _facts(large)
    path.write_text(text)
    assert _facts(large) == before


@pytest.mark.parametrize("suffix", [".sst", "CURRENT", "MANIFEST", "names.sqlite", "facts.json"])
def test_damage_is_told_and_mended(large: Path, suffix: str, caplog: pytest.LogCaptureFixture) -> None:
    before = _facts(large)
    for path in _home(large).rglob("*"):
        if path.is_file() and suffix in path.name:
            data = bytearray(path.read_bytes())
            for place in range(0, len(data), 7):
                data[place] ^= 0xFF
            path.write_bytes(data)
    with caplog.at_level(logging.WARNING):
        graph = Graph(large)
        assert graph.labels.resolve("harbour brass").value == "https://example.org/id/group-brass"
        assert graph.query("SELECT * { ?s ?p ?o }").__len__() == len(before)  # type: ignore[union-attr]
    assert _facts(large) == before


def test_a_folder_that_cannot_be_written_is_no_hindrance(
    large: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (large / ".kg").write_text("a file where the folder would be")
    assert Graph(large).query("ASK { ?s a ?o }") is True
    assert "read into memory" in caplog.text


@contextmanager
def _disk(folder: Path, size: str) -> Iterator[Callable[[str], object]]:
    """Mount a small disk in memory; give what mounts it anew with an option."""

    def mount(*options: str) -> int:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)]
        return subprocess.run(command, capture_output=True, check=False).returncode

    folder.mkdir()
    if mount(f"size={size}"):
        pytest.skip("only root may mount a disk")
    try:
        yield lambda option: mount("remount", option)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _more(folder: Path) -> None:
    for number in range(20):
        names = (f'id:n{number}-{i} skos:prefLabel "N {number} {i}"@en .\n' for i in range(200))
        (folder / "data" / f"more-{number}.ttl").write_text(HEAD + "".join(names))


@pytest.mark.parametrize("size", ["64k", "1m"])
def test_a_full_disk_is_told_and_the_answer_comes_from_memory(
    large: Path, size: str, caplog: pytest.LogCaptureFixture
) -> None:
    _more(large)
    with _disk(large / ".kg", size):
        graph = Graph(large)
        assert len(graph.query("SELECT ?s { ?s skos:prefLabel ?name }")) > 4000  # type: ignore[arg-type]
        assert graph.dataset.store.name == "pyoxigraph"
        assert "(No space left on device), so the files are read into memory" in caplog.text
        assert not [path for path in _home(large).rglob("*") if path.is_file()]
    assert _facts(large) == _in_memory(large)


def test_a_file_that_may_not_grow_is_told_too(large: Path) -> None:
    _more(large)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from kgtools.graph import Graph;"
        f"print(Graph({str(large)!r}).query('ASK {{ ?s a ?o }}'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
    assert "(File too large), so the files are read into memory" in done.stderr


def test_a_snapshot_on_a_read_only_disk_is_used(large: Path, caplog: pytest.LogCaptureFixture) -> None:
    with _disk(large / ".kg", "20m") as mount_anew:
        before = _facts(large)
        mount_anew("ro")
        assert _facts(large) == before
        assert not caplog.text
        path = large / "data" / "people.ttl"
        path.write_text(path.read_text().replace("Harbour Brass", "Harbour Winds"))
        graph = Graph(large)
        assert graph["Harbour Winds"].name == "Harbour Winds"
        assert "(Read-only file system), so the files are read into memory" in caplog.text


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_flipped_byte_changes_no_answer(large: Path, part: float) -> None:
    before = _facts(large)
    for path in _home(large).rglob("*.sst"):
        data = bytearray(path.read_bytes())
        data[int(len(data) * part)] ^= 1
        path.write_bytes(data)
    rows = Graph(large).query("SELECT * { ?s ?p ?o }")
    assert len(rows) == len(before)  # type: ignore[arg-type]
    assert _facts(large) == before


def test_what_does_not_fit_into_memory_is_refused(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (large / ".kg").write_text("a file where the folder would be")
    monkeypatch.setattr("kgtools.dataset._IN_MEMORY", 10**12)
    with pytest.raises(LimitError, match="more memory than there is"):
        Graph(large).query("ASK { ?s a ?o }")


def test_a_killed_builder_leaves_nothing_that_hurts(large: Path) -> None:
    for number in range(300):
        (large / "data" / f"more-{number}.ttl").write_text(
            HEAD + "".join(f'id:n{number}-{i} skos:prefLabel "N {number} {i}"@en .\n' for i in range(50))
        )
    code = f"from kgtools.graph import Graph; Graph({str(large)!r}).dataset.store"
    for wait in (0.05, 0.3, 0.6):
        process = subprocess.Popen([sys.executable, "-c", code])
        deadline = time.monotonic() + 20
        while not list(_home(large).glob("building-*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert _facts(large) == _in_memory(large)
    assert not list(_home(large).glob("building-*"))


def test_builders_at_once_do_not_disturb_each_other(large: Path) -> None:
    code = f"from kgtools.graph import Graph; print(len(Graph({str(large)!r}).dataset.store))"
    builders = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) for _ in range(4)]
    assert len({builder.communicate()[0] for builder in builders}) == 1
    assert [builder.returncode for builder in builders] == [0] * 4
    assert _facts(large) == _in_memory(large)
