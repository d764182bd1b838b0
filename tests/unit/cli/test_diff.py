from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.repository import commit

if TYPE_CHECKING:
    from pathlib import Path


Kg = "Callable[..., Outcome]"


@pytest.fixture
def repository(folder: Path) -> Path:
    commit(folder)
    return folder


def _raise_the_fee(folder: Path) -> None:
    path = folder / "data" / "engagements.ttl"
    path.write_text(path.read_text().replace("ex:fee 12.50", "ex:fee 13.50"))


def test_exit_codes(repository: Path, kg: Kg) -> None:
    assert (kg("-C", repository, "diff").code, kg("-C", repository, "diff", "HEAD", "HEAD").code) == (0, 0)
    _raise_the_fee(repository)
    assert kg("-C", repository, "diff").code == 1
    assert kg("-C", repository, "diff", "HEAD", "HEAD").code == 0


def test_formats(repository: Path, kg: Kg, tmp_path: Path) -> None:
    _raise_the_fee(repository)
    shown = kg("-C", repository, "diff").out
    assert "~ fee: 12.50 → 13.50" in shown
    assert json.loads(kg("-C", repository, "diff", "-f", "json", "--only", "facts").out)["changed"] is True
    assert not {"findings", "answers"} & json.loads(kg("-C", repository, "diff", "-f", "json").out).keys()
    assert "findings" in json.loads(kg("-C", repository, "diff", "--all", "-f", "json").out)
    assert kg("-C", repository, "diff", "-f", "markdown").out.startswith("**HEAD → working tree**")
    assert "INSERT DATA" in kg("-C", repository, "diff", "-f", "update").out
    assert kg("-C", repository, "diff", "-f", "patch").out.startswith("TX .\nD ")
    assert kg("-C", repository, "diff", "-o", tmp_path / "out.txt").code == 1
    assert "13.50" in (tmp_path / "out.txt").read_text()


def test_parts_and_formats_that_do_not_exist(repository: Path, kg: Kg) -> None:
    for wrong in (
        ["--only", "fact"],
        ["--only", ","],
        ["--only", "facts", "--all"],
        ["-f", "xml"],
        ["nosuch"],
    ):
        done = kg("-C", repository, "diff", *wrong)
        assert done.code == 2
        assert "error[" in done.err
        assert "= help:" in done.err


def test_a_new_entity_is_folded_unless_asked(repository: Path, kg: Kg) -> None:
    names = "".join(f'    skos:altLabel "Name {n}"@en ;\n' for n in range(12))
    path = repository / "data" / "people.ttl"
    path.write_text(path.read_text() + f"\nid:person-zoe\n    a ex:Person ;\n{names}.\n")
    assert "... and 7 more facts" in kg("-C", repository, "diff").out
    assert "Name 11" in kg("-C", repository, "diff", "--full").out
