"""Mending files: what is wrong on a code's page is right afterwards, and nothing else changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.diagnostics.test_pages import examples_of

from kgtools import fixing as module
from kgtools import project
from kgtools.diagnostics.registry import REGISTRY
from kgtools.errors import WriteError
from kgtools.fixing import fix
from kgtools.lint import Context, lint
from kgtools.sifting import Choice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome

    from kgtools.turtle.position import Extent

HEAD = "PREFIX ex: <https://example.org/terms/>\nPREFIX id: <https://example.org/id/>\n"


def _codes(folder: Path) -> set[str]:
    context, refused = Context.of(project.load(folder))
    return {finding.code for finding in refused or lint(context)}


@pytest.mark.parametrize("code", [code for code, entry in REGISTRY.items() if entry.is_fixable])
def test_the_wrong_example_of_a_page_is_mended(folder: Path, code: str) -> None:
    for example in examples_of(code, "Wrong"):
        example.write(folder)
    assert code in _codes(folder)
    done = fix(project.load(folder), choice=Choice(select=(code,)))
    assert {finding.code for finding in done} == {code}
    assert code not in _codes(folder)


def test_a_second_run_finds_nothing_to_mend_and_changes_nothing(folder: Path) -> None:
    path = folder / "data" / "a.ttl"
    path.write_text(f'{HEAD}\nid:person-ada ex:fee 05 ;  \n  ex:fee 5 ;\n  skos:altLabel " A  b"@en .')
    assert {f.code for f in fix(project.load(folder))} >= {"KG002", "KG209", "KG205", "KG305"}
    mended = path.read_bytes()
    assert fix(project.load(folder)) == []
    assert path.read_bytes() == mended
    assert b'skos:altLabel "A b"@en' in mended


def test_only_chosen_files_and_codes_are_mended(folder: Path) -> None:
    one, two = folder / "data" / "a.ttl", folder / "data" / "b.ttl"
    for path in (one, two):
        path.write_text(
            f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n{HEAD}\nid:person-ada ex:fee 05 .\n"
        )
    done = fix(project.load(folder), [one], choice=Choice(ignore=("KG2",)))
    assert [f.code for f in done] == ["KG301"]
    assert one.read_text() == f"{HEAD}\nid:person-ada ex:fee 05 .\n"
    assert two.read_text().startswith("PREFIX xsd")


def test_what_a_comment_ignores_is_left(folder: Path) -> None:
    path = folder / "data" / "a.ttl"
    path.write_text(f"{HEAD}\nid:person-ada ex:fee 05 . # kg: ignore[KG209] printed like this\n")
    assert fix(project.load(folder)) == []


def test_two_equally_near_names_are_left_to_a_person(folder: Path) -> None:
    path = folder / "data" / "a.ttl"
    path.write_text(
        f"{HEAD}\nid:person-dax a ex:Person . id:person-adb a ex:Person .\n"
        "id:concert-opening ex:performer id:person-adx .\n"
    )
    before = path.read_text()
    fix(project.load(folder), choice=Choice(select=("KG103",)))
    assert path.read_text() == before


def test_a_link_is_not_written_through(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.ttl").write_text(f"{HEAD}\nid:person-ada ex:fee 05 .\n")
    (folder / "data" / "a.ttl").symlink_to(tmp_path / "elsewhere.ttl")
    with pytest.raises(WriteError, match="is a link"):
        fix(project.load(folder))


def test_the_command_tells_what_it_mended(folder: Path, kg: Callable[..., Outcome]) -> None:
    (folder / "data" / "a.ttl").write_text(f"{HEAD}\nid:concert-opening ex:performr id:person-ada .\n")
    done = kg("-C", folder, "check", "--fix", "-f", "short")
    assert done.code == 0
    assert "fixed data/a.ttl:4:20 error[KG102]: undeclared property `ex:performr`" in done.err
    assert "ex:performer id:person-ada" in (folder / "data" / "a.ttl").read_text()


EXTENTS = st.lists(st.integers(0, 12), min_size=2, max_size=2).map(lambda ends: (min(ends), max(ends)))


@given(st.lists(st.tuples(EXTENTS, st.text("ab", max_size=2)), max_size=12))
def test_edits_that_overlap_none_before_them_are_made(wanted: list[tuple[Extent, str]]) -> None:
    made: list[tuple[Extent, str]] = []
    for edit in wanted:
        one = edit[0]
        clashes = any(one == other or (one[0] < other[1] and other[0] < one[1]) for other, _ in made)
        assert module._overlaps(one, made) == clashes
        if not clashes:
            made = sorted([*made, edit])
    text = "abcdefghijkl"
    backwards = text
    for (start, end), new in reversed(made):
        backwards = backwards[:start] + new + backwards[end:]
    assert module._edited(text, made) == backwards
