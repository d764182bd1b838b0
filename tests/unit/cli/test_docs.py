from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def text_of(folder: Path) -> str:
    return (folder / "index.html").read_text("utf-8")


def test_every_link_leads_somewhere_on_the_page(kg: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    assert kg("-C", folder, "docs", "-o", tmp_path / "out").code == 0
    text = text_of(tmp_path / "out")
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', text)]
    assert {unquote(link[1:]) for link in links if link.startswith("#")} <= {unescape(each) for each in ids}
    assert {link for link in links if not link.startswith("#")} == {"icon.svg", "style.css"}
    assert "<script" not in text
    assert "ex:Person" in text
    assert "kg query engagements" in text
    assert "Asked of every <code>ex:Person</code>." in text


def test_the_same_project_gives_the_same_bytes(kg: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        kg("-C", folder, "docs", "-o", tmp_path / name)
    assert text_of(tmp_path / "one") == text_of(tmp_path / "other")


def test_a_project_without_anything(kg: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('name = "bare"\nbase = "https://example.org/id/"\n')
    assert kg("-C", tmp_path, "docs", "-o", tmp_path / "out").code == 0
    assert "No class is declared." in text_of(tmp_path / "out")


def test_an_ontology_without_labels_with_hostile_texts(kg: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('name = "<b>bare"\nbase = "https://example.org/id/"\n')
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "o.ttl").write_text(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "<https://o.org/x#A> a owl:Class ; rdfs:subClassOf <https://o.org/x#B> ;"
        ' rdfs:comment "<script>alert(1)</script>" .\n'
        "<https://o.org/x#B> a owl:Class ; rdfs:subClassOf <https://o.org/x#A> ."
    )
    assert kg("-C", tmp_path, "docs", "-o", tmp_path / "out").code == 0
    text = text_of(tmp_path / "out")
    assert "<script" not in text
    assert "<b>" not in text
    assert 'id="https://o.org/x#A"' in text


@pytest.mark.parametrize("forced", [False, True])
def test_a_folder_of_something_else_is_left_alone(
    kg: Callable[..., Any], folder: Path, tmp_path: Path, forced: bool
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").touch()
    found = kg("-C", folder, "docs", "-o", tmp_path / "out", *["--force"] * forced)
    assert found.code == (0 if forced else 3)
    assert forced or "thesis.doc" in found.err
