from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """PREFIX ex: <https://example.org/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="HermiT needs Java, which is not installed"
)


@needs_java
def test_the_tree_holds_what_only_a_description_logic_sees(kg: Callable[..., Any], folder: Path) -> None:
    (folder / "ontology" / "more.ttl").write_text(
        f"{HEAD}ex:Duo a owl:Class ; owl:equivalentClass [ owl:unionOf ( ex:Group ex:Person ) ] ."
    )
    found = kg("-C", folder, "classify")
    assert found.code == 0
    lines = found.out.splitlines()
    at = lines.index("ex:Agent")
    assert lines[at + 1 : at + 4] == ["  ex:Duo", "    ex:Group", "    ex:Person"]
    assert "ex:Remark" in lines
    tree = json.loads(kg("-C", folder, "classify", "-f", "json").out)
    assert ["https://example.org/terms/Duo", "https://example.org/terms/Agent"] in tree["parents"]


@needs_java
def test_a_class_without_possible_instances_is_named(kg: Callable[..., Any], folder: Path) -> None:
    (folder / "ontology" / "more.ttl").write_text(
        f"{HEAD}ex:Group owl:disjointWith ex:Person . ex:None a owl:Class ; rdfs:subClassOf ex:Group, ex:Person ."
    )
    found = kg("-C", folder, "classify")
    assert found.code == 1
    assert found.out.endswith("no instance possible: ex:None\n")
    checked = kg("-C", folder, "check", "--dl")
    assert checked.code == 1
    assert "error[KG705]: ex:None can have no instance" in checked.out
    assert "ontology/more.ttl:4:" in checked.out


@needs_java
def test_a_contradiction_that_rules_do_not_see(kg: Callable[..., Any], folder: Path) -> None:
    (folder / "ontology" / "more.ttl").write_text(
        f"{HEAD}ex:Agent rdfs:subClassOf [ owl:unionOf ( ex:Odd ex:Even ) ] . ex:Odd a owl:Class . ex:Even a owl:Class ."
        " ex:Person owl:disjointWith ex:Odd, ex:Even ."
    )
    assert kg("-C", folder, "check").code == 0
    found = kg("-C", folder, "check", "--dl")
    assert found.code == 1
    assert "error[KG701]" in found.out or "error[KG705]" in found.out


@needs_java
def test_facts_that_only_a_description_logic_sees_to_contradict_each_other(
    kg: Callable[..., Any], folder: Path
) -> None:
    (folder / "ontology" / "more.ttl").write_text(
        f"{HEAD}ex:Agent rdfs:subClassOf [ a owl:Class ; owl:unionOf ( ex:Group ex:Person ) ] .\n"
        "ex:Phantom a owl:Class ; owl:disjointWith ex:Group , ex:Person ."
    )
    facts = folder / "data" / "ghosts.ttl"
    facts.write_text(
        f"{HEAD}PREFIX : <https://example.org/id/>\n:boo a ex:Agent .\n:ghost a ex:Agent , ex:Phantom .\n"
    )
    assert kg("-C", folder, "check", "--select", "KG701").code == 0  # rules see nothing
    found = kg("-C", folder, "check", "--dl", "--select", "KG701,KG705")
    assert found.code == 1
    assert "data/ghosts.ttl:6:8 error[KG701]: ontology and facts contradict each other" in found.out
    assert "the smallest set that does so" in found.out
    stated = [line for line in found.out.splitlines() if "= data/ghosts.ttl:" in line]
    assert [line.rpartition(" ")[2] for line in stated] == ["ex:Agent", "ex:Phantom"]
    assert found.out.count("= ontology/more.ttl:") == 3


def test_without_java_the_message_says_what_still_works(
    kg: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for args in (("check", "--dl"), ("classify",)):
        found = kg("-C", folder, *args)
        assert found.code == 3
        assert "HermiT needs Java" in found.err
        assert "is still checked" in found.err
    assert kg("-C", folder, "check").code == 0


@pytest.mark.parametrize("script", ["sleep 600", "exit 7"])
def test_a_java_that_does_not_work_is_an_error(
    kg: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\n{script}\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", str(java.parent), prepend=":")
    monkeypatch.setattr("kgtools.reason.hermit._PROBE_SECONDS", 0.5)
    found = kg("-C", folder, "classify")
    assert found.code == 3
    assert "does not" in found.err


def test_a_module_that_the_data_name_is_never_imported(kg: Callable[..., Any], folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(
        "<urn:x:o> <http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module>"
        ' "antigravity" .'
    )
    found = kg("-C", folder, "check", "--dl")
    assert found.code == 3
    assert "names a Python module to run" in found.err
