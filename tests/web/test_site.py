"""The static site: every link leads to a file, the same project gives the same bytes."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from tests.loops import in_loop

from kgtools.errors import WriteError
from kgtools.web import site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome

    from kgtools.graph import Graph


@pytest.fixture(scope="module")
def made(graph: Graph) -> site.Site:
    return site.build(graph.project.root)


def test_it_has_a_page_for_everything(made: site.Site) -> None:
    expected = {
        *("index.html", "timeline.html", "contradictions.html", "schema.html", "explore.html"),
        *("q/engagements.html", "q/engagements.json", "q/engagements--person-Ada-Brook.html"),
        *("id/person-ada.html", "id/person-ada.ttl", "id/engagement-ada-strings.html"),
        *("static/style.css", "static/app.js", "site.json"),
    }
    assert expected <= made.files.keys()
    assert made.broken == ()
    assert list(made.files) == sorted(made.files)


def test_it_is_built_inside_an_event_loop_too(made: site.Site, graph: Graph) -> None:
    async def inside() -> site.Site:
        return site.build(graph.project.root)

    assert in_loop(inside()).files == made.files


def test_every_link_is_relative_and_leads_to_a_file(made: site.Site, tmp_path: Path) -> None:
    site.write(made, tmp_path)
    count = 0
    for page in tmp_path.rglob("*.html"):
        text = page.read_text("utf-8")
        for link in re.findall(r'\b(?:href|src|action)="([^"]*)"', text):
            parts = urlsplit(unescape(link))
            assert not link.startswith("/"), (page.name, link)
            if parts.scheme or page.name == "explore.html":
                continue
            target = (page.parent / unquote(parts.path)) if parts.path else page
            assert target.resolve().is_file(), (page.name, link)
            if parts.fragment and target.suffix == ".html":
                assert f'id="{unquote(parts.fragment)}"' in target.read_text("utf-8"), (page.name, link)
            count += 1
    assert count > 300


def test_pages_ask_nothing_of_a_server(made: site.Site) -> None:
    for name, data in made.files.items():
        if name.endswith(".html") and name != "explore.html":
            text = data.decode()
            assert 'action="' not in text
            assert "data-panel" not in text
            assert "asof-day" not in text


def test_facts_and_answers_are_there(made: site.Site) -> None:
    assert "Harbour Strings" in made.files["id/person-ada.html"].decode()
    assert "engagements.ttl:" in made.files["id/person-ada.html"].decode()
    rows = json.loads(made.files["q/engagements--person-Ada-Brook.json"])
    assert [row["group"] for row in rows] == ["Harbour Strings"]


def test_the_same_project_gives_the_same_bytes(made: site.Site, graph: Graph) -> None:
    assert site.build(graph.project.root).files == made.files


def test_a_place_on_the_web_makes_canonical_links(graph: Graph) -> None:
    found = site.build(graph.project.root, base_url="https://example.org/town/")
    assert (
        b'<link rel="canonical" href="https://example.org/town/id/person-ada.html">'
        in found.files["id/person-ada.html"]
    )
    assert b"<loc>https://example.org/town/index.html</loc>" in found.files["sitemap.xml"]


def test_the_command_writes_replaces_and_spares(
    kg: Callable[..., Outcome], graph: Graph, tmp_path: Path
) -> None:
    target = tmp_path / "public"
    done = kg("-C", graph.project.root, "site", "-o", target)
    assert done.code == 0, done.err
    assert "links checked" in done.out
    stale = target / "id" / "gone.html"
    stale.write_text("old", "utf-8")
    listed = target / "site.json"
    known = json.loads(listed.read_text("utf-8"))
    listed.write_text(json.dumps({**known, "files": [*known["files"], "id/gone.html"]}), "utf-8")
    mine = target / "CNAME"
    mine.write_text("example.org", "utf-8")
    assert kg("-C", graph.project.root, "site", "-o", target).code == 0
    assert not stale.exists()
    assert mine.read_text("utf-8") == "example.org"


def test_a_terminal_is_told_from_the_start_how_far_it_is(
    kg: Callable[..., Outcome], graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgtools.cli.options.is_watched", lambda: True)
    done = kg("-C", graph.project.root, "site", "-o", tmp_path / "public")
    assert done.err.startswith("\r0 pages\r")
    assert done.err.endswith(" pages\r")


def test_a_folder_of_other_things_is_spared(kg: Callable[..., Outcome], graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = kg("-C", graph.project.root, "site", "-o", tmp_path)
    assert done.code == WriteError("").exit_code
    assert "not empty" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
