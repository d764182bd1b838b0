from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.errors import Location, ProjectError
from kgtools.terms import SKOS, NamedNode

if TYPE_CHECKING:
    from pathlib import Path

EX = "https://example.org/terms/"
MINIMAL = 'base = "https://example.org/id/"\n'


def _write(folder: Path, text: str) -> Path:
    (folder / "kg.toml").write_text(text, encoding="utf-8")
    return folder


def test_kg_toml_says_what_a_project_is(folder: Path) -> None:
    loaded = project.load(folder)
    assert (loaded.name, loaded.base, loaded.as_of) == (
        "orchestra",
        "https://example.org/id/",
        date(2020, 12, 31),
    )
    assert loaded.languages == ("en", "de")
    assert loaded.prefixes["ex"] == EX
    assert loaded.roles.status == NamedNode(f"{EX}status")
    assert loaded.roles.label[0] == SKOS["prefLabel"]
    assert [rule.start.value for rule in loaded.times] == [f"{EX}start", f"{EX}date"]
    assert loaded.bounds is not None
    assert loaded.bounds.end_min == NamedNode(f"{EX}endMin")
    assert loaded.exports == {"people": {"nodes": ["ex:Person"]}}


def test_everything_but_the_base_has_a_default(tmp_path: Path) -> None:
    loaded = project.load(_write(tmp_path, MINIMAL))
    assert (loaded.name, loaded.title, loaded.as_of) == (tmp_path.name, "", None)
    assert (loaded.languages, loaded.fail_on, loaded.bounds, loaded.times) == (("en",), "error", None, ())
    assert loaded.roles.alias == (SKOS["altLabel"],)
    assert loaded.roles.situation is None
    assert (loaded.ontology_files, loaded.shape_files, loaded.data_files) == ((), (), ())


def test_a_role_may_be_one_name_or_a_list(tmp_path: Path) -> None:
    loaded = project.load(_write(tmp_path, f'{MINIMAL}[roles]\nlabel = "rdfs:label"\n'))
    assert [node.value for node in loaded.roles.label] == ["http://www.w3.org/2000/01/rdf-schema#label"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("name = 'x'\n", None, "'base' is missing"),
        ("name = 1\n" + MINIMAL, 1, "expected text"),
        (MINIMAL + "bass = 1\n", 2, "unknown key 'bass' at the top; known: .*base"),
        (MINIMAL + "[roles]\nlable = 'rdfs:label'\n", 3, r"unknown key 'lable' in \[roles\]"),
        (MINIMAL + "[roles]\nstatus = 'nope:status'\n", 3, "'nope:status' is no IRI"),
        (MINIMAL + "[roles]\nlabel = [1]\n", 3, "'1' is no IRI"),
        (MINIMAL + "roles = 1\n", 2, "expected a table"),
        (MINIMAL + "as_of = '2020-01-01'\n", 2, "expected a day"),
        (MINIMAL + "as_of = 2020-01-01T00:00:00\n", 2, "expected a day"),
        (MINIMAL + "languages = 'en'\n", 2, "expected a list"),
        (MINIMAL + "[check]\nfail_on = 'never'\n", 3, "expected error, warning or note"),
        (MINIMAL + "[check]\nignore = ['KG777']\n", 3, "there is no code KG777; 'kg explain' lists them"),
        (MINIMAL + "[check]\nlevels = { KG1 = 'note' }\n", 3, "there is no code KG1;"),
        (MINIMAL + "[check.levels]\nKG603 = 'note'\n", 3, "KG603 cannot be ignored or be made less grave"),
        (MINIMAL + "[check]\nignore = ['KG001']\n", 3, "KG001 cannot be ignored or be made less grave"),
        (MINIMAL + "[prefixes]\nex = 1\n", 2, "expected a table of prefix"),
        (MINIMAL + "[time]\nstart = 'x'\n", 2, r"expected \[\[time\]\] tables"),
        (MINIMAL + "[[time]]\nend = 'rdfs:label'\n", 2, r"expected \[\[time\]\] tables"),
        (MINIMAL + "[[time]]\nstart = 'rdfs:label'\nstop = 'x'\n", 4, "unknown key 'stop'"),
        (MINIMAL + "nam = 1\nname = 'x'\n", 2, "unknown key 'nam'"),
        (MINIMAL + "name = 'x'\nnam = 1\n", 3, "unknown key 'nam'"),
        (
            MINIMAL + "[roles]\nlabel = 'rdfs:label'\n[check]\nlabel = 1\n",
            5,
            r"unknown key 'label' in \[check\]",
        ),
        (MINIMAL + "[[time]]\nstart = 'rdfs:label'\n[[time]]\nstart = 'no:x'\n", 5, "'no:x' is no IRI"),
        (MINIMAL + "roles = { lable = 'x' }\n", 2, "unknown key 'lable'"),
        (MINIMAL + "[roles]\nstatus = 'rdfs:two words'\n", 3, "'rdfs:two words' is no IRI"),
        (MINIMAL + "[prefixes]\nex = 'not an iri'\n", 3, "'not an iri' is no namespace"),
        (MINIMAL + "[prefixes]\n'a b' = 'urn:x:'\n", 3, "'a b' is no prefix"),
        ("base = 'id/'\n", 1, "'id/' is no namespace"),
        ("base = 'https://exa mple.org/'\n", 1, "is no namespace"),
        (MINIMAL + "export = 1\n", 2, "expected a table"),
        (MINIMAL + "[limits]\ntme = 5\n", 3, r"unknown key 'tme' in \[limits\]; known: .*time"),
        (MINIMAL + "[limits]\nrows = 10\ntime = 0\n", 4, "expected a number from 0.1 to 3,600"),
        (MINIMAL + "[limits]\ntime = nan\n", 3, "expected a number"),
        (MINIMAL + "[limits]\nrows = true\n", 3, "expected a whole number from 1 to 10,000,000"),
        (MINIMAL + "[limits]\nworkers = 2.5\n", 3, "expected a whole number from 1 to 64"),
        (MINIMAL + "limits = { memory_mb = '1 GB' }\n", 2, "expected a number from 64"),
        (MINIMAL + "[bounds]\nstart_min = 'rdfs:label'\n", 2, "missing: end_max, end_min, start_max"),
    ],
)
def test_a_wrong_key_is_named_with_its_line(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    with pytest.raises(ProjectError, match=message) as caught:
        project.load(_write(tmp_path, text))
    assert caught.value.location is not None
    assert caught.value.location.line == line
    assert caught.value.location.file == str(tmp_path / "kg.toml")


def test_a_misspelt_key_says_what_was_meant(tmp_path: Path) -> None:
    with pytest.raises(ProjectError) as caught:
        project.load(_write(tmp_path, MINIMAL + "[roles]\nlable = 'rdfs:label'\n"))
    assert caught.value.hint == "did you mean 'label'?"


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (b"name = \n", "no valid TOML: Invalid value", (1, 8)),
        (b"name = '\xff'\n", "cannot be read", (None, None)),
        (b'base = "a"\nbase = "b"\n', "no valid TOML: Cannot overwrite a value", (2, 11)),
        (b"name = 'x", "no valid TOML", (None, None)),
    ],
)
def test_what_is_no_toml_is_refused(
    tmp_path: Path, data: bytes, message: str, place: tuple[int | None, int | None]
) -> None:
    (tmp_path / "kg.toml").write_bytes(data)
    with pytest.raises(ProjectError, match=message) as caught:
        project.load(tmp_path)
    assert caught.value.location == Location(str(tmp_path / "kg.toml"), *place)


def test_codes_may_be_given_by_what_they_begin_with_and_those_of_shapes_by_name(tmp_path: Path) -> None:
    text = "[check]\nignore = ['KG6', 'KG1', 'ConcertShape', 'SH-MinCount']\nlevels = { KG609 = 'error' }\n"
    loaded = project.load(_write(tmp_path, MINIMAL + text))
    assert loaded.ignore == ("KG6", "KG1", "ConcertShape", "SH-MinCount")
    assert loaded.levels == {"KG609": "error"}
