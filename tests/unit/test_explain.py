from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.errors import UsageError
from kgtools.explain import contents, explain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome


def test_a_code_in_any_case(folder: Path) -> None:
    text = explain("kg303", project.load(folder))
    assert text.startswith("# KG303: triple stated twice\n\nLevel: warning. `kg check --fix` mends it")
    assert "## Cure" in text


def test_a_shape_in_words(folder: Path) -> None:
    assert explain("EngagementShape", project.load(folder)) == (
        "# EngagementShape: Engagement\n\n"
        "Asked of every `ex:Engagement`.\n\n"
        "- `dcterms:source`: at least 1 value; Say where the fact comes from.\n"
        "- `ex:start`: at most 1 value; Give one start at most.\n\n"
        "Written in ontology/shapes/shapes.ttl:7:1.\n"
    )


def test_a_question_of_an_author_keeps_its_mark(folder: Path) -> None:
    shapes = folder / "ontology" / "shapes" / "asking.ttl"
    shapes.write_text(
        "PREFIX ex: <https://example.org/terms/> PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        "ex:AskingShape sh:targetClass ex:Concert ;\n"
        '  sh:property [ sh:path ex:performer ; sh:minCount 1 ; sh:message "Who played?" ] .\n'
    )
    assert explain("AskingShape", project.load(folder)).splitlines()[4] == (
        "- `ex:performer`: at least 1 value; Who played?"
    )


def test_every_shape_of_the_project_itself_can_be_said(root: Path) -> None:
    opened = project.load(root)
    shapes = {path.name for path in (root / "tests" / "shapes").iterdir() if path.is_dir()}
    for name in sorted(shapes)[:5]:
        assert explain(name, opened).startswith(f"# {name}")


def test_an_alias(folder: Path) -> None:
    assert "sh:MinCountConstraintComponent" in explain("SH-MinCount", project.load(folder))


def test_an_unknown_code_names_the_nearest(folder: Path) -> None:
    with pytest.raises(UsageError, match="no code 'PersonShap'") as caught:
        explain("PersonShap", project.load(folder))
    assert caught.value.hint == "did you mean 'PersonShape'?"


def test_the_command(folder: Path, kg: Callable[..., Outcome]) -> None:
    assert kg("-C", folder, "explain", "KG101").out.startswith("# KG101: undeclared class")
    assert kg("-C", folder, "explain", "nonsense").code == 2
    assert "`sh:MinCountConstraintComponent`" in kg("-C", folder, "explain", "SH-MinCount").out
    assert "did you mean 'SH-MinCount'?" in kg("-C", folder, "explain", "SH-MinCuont").err


@pytest.mark.parametrize("beginning", ["KG65", "kg65"])
def test_the_codes_with_a_beginning_are_listed(
    folder: Path, kg: Callable[..., Outcome], beginning: str
) -> None:
    found = kg("-C", folder, "explain", beginning).out.splitlines()
    assert [line.split()[0] for line in found] == [f"KG65{last}" for last in range(1, 10)]


def test_all_codes_shapes_and_checks_are_listed(folder: Path, kg: Callable[..., Outcome]) -> None:
    (folder / "kg.toml").write_text((folder / "kg.toml").read_text() + '\n[check.levels]\nKG105 = "error"\n')
    lines = contents(project.load(folder)).splitlines()
    assert {"KG105            error         IRIs that hardly differ"} <= set(lines)
    assert "EngagementShape  shape         Engagement" in lines
    assert [line for line in lines if line.startswith("KG303")] == [
        "KG303            warning  fix  triple stated twice"
    ]
    assert kg("-C", folder, "explain").out.splitlines() == lines
