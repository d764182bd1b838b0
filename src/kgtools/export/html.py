"""One HTML file with the graph inside: it opens from disk and asks nothing of anybody."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgtools.export.layout import layout
from kgtools.export.markup import escape
from kgtools.export.property_graph import hues
from kgtools.terms import NamedNode
from kgtools.turtle.locate import Locator, Source
from kgtools.turtle.located import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.dataset import Dataset, SourceFile
    from kgtools.export.property_graph import Edge, Node, PropertyGraph

FOLDER: Final = Path(__file__).resolve().parent / "page"
"""Where the built script and style are; their source is ``web/`` of the repository."""

# What would end a script element, or begin a comment in it; JSON may write any letter as an escape.
_ESCAPES: Final = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def html(graph: PropertyGraph, dataset: Dataset) -> str:
    """Return a property graph as one page: canvas, search, filters, table, and a receipt for each thing.

    A policy in the page lets its own script run and nothing else load.

    Args:
        graph: What to show.
        dataset: Whose files are named as the places of things and relations.
    """
    script, style = (_asset(name) for name in ("single.js", "single.css"))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = escape(graph.header.get("title", ""))
    described = escape(", ".join(f"{key} {text}" for key, text in graph.header.items() if key != "title"))
    return _PAGE.format(
        policy=policy,
        title=title,
        described=described,
        style=style,
        script=script,
        data=_json(_data(graph, _places(graph, dataset))),
    )


def _data(graph: PropertyGraph, files: Mapping[str, str]) -> dict[str, Any]:
    spots = layout(graph)
    return {
        "nodes": [_node(node, spots[node.id], files) for node in graph.nodes],
        "edges": [_edge(edge, files) for edge in graph.edges],
        "hues": hues(graph.nodes),
    }


def _node(node: Node, spot: tuple[float, float], files: Mapping[str, str]) -> dict[str, Any]:
    made = _renamed(node.attributes, files.get(node.attributes["iri"], ""))
    return {**made, "id": node.id, "label": node.label, "x": spot[0], "y": -spot[1]} | (
        {"is_situation": True} if node.is_situation else {}
    )


def _edge(edge: Edge, files: Mapping[str, str]) -> dict[str, Any]:
    made = _renamed(edge.attributes, files.get(edge.attributes.get("situation", ""), ""))
    return {**made, "id": edge.id, "source": edge.source, "target": edge.target, "label": edge.label} | (
        {"is_doubted": True} if edge.is_doubted else {}
    )


def _renamed(attributes: Mapping[str, str], file: str) -> dict[str, str]:
    """Return attributes without those of the element itself; the document behind it is no end of an edge."""
    names = {"source": "document", "source_iri": "document_iri"}
    made = {names.get(name, name): text for name, text in attributes.items()}
    return made | ({"file": file} if file else {})


def _places(graph: PropertyGraph, dataset: Dataset) -> dict[str, str]:
    """Return file and line of the first statement about each node and each relation, by IRI."""
    iris = {node.attributes["iri"] for node in graph.nodes}
    iris |= {edge.attributes["situation"] for edge in graph.edges if "situation" in edge.attributes}
    syntaxes = set(Format)
    sources = [_source(file) for file in dataset.files if file.path.suffix.lower() in syntaxes]
    found = Locator(sources).locate(map(NamedNode, sorted(iris)))
    return {
        subject.value: str(statements[0].span(statements[0].quads[0].subject_at).location).rpartition(":")[0]
        for subject, statements in found.items()
    }


def _source(file: SourceFile) -> Source:
    return Source(file.name, hashlib.sha256(file.data).hexdigest(), lambda: file.data, Format.of(file.path))


def _asset(name: str) -> str:
    return (FOLDER / name).read_text("utf-8").strip()


def _hash(text: str) -> str:
    """Return what a Content Security Policy knows an inline script or style by."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _json(value: object) -> str:
    """Return JSON that is safe inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


_HEADS: Final[Iterable[str]] = ("From", "Link", "To", "Since", "Until", "Status", "Source", "Stated in")
_PAGE: Final = (
    """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="kgtools">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1><p class="note" id="count" role="status"></p>
<div class="search"><input id="search" type="search" placeholder="Search names" aria-label="Search names" \
autocomplete="off"><ul id="hits"></ul></div></header>
<main>
<aside class="filters" aria-label="Filters">
<div class="field"><label for="day">Held on</label><input id="day" type="date"></div>
<div class="field"><label for="status">Status of links</label>\
<select id="status"><option value="">any</option></select></div>
<strong>Classes</strong><ul id="types"></ul><button type="button" id="fit">Fit</button>
</aside>
<canvas id="canvas" tabindex="0" role="application" \
aria-label="Graph: arrows move between things, plus and minus zoom"></canvas>
<aside id="detail" aria-label="Receipt" aria-live="polite">\
<p class="note">Choose a thing: click it, search it, or move with the arrow keys.</p></aside>
</main>
<section aria-label="Links"><details><summary>Show as table</summary><div class="scroll"><table><thead><tr>"""
    + "".join(f'<th scope="col">{name}</th>' for name in _HEADS)
    + """</tr></thead><tbody id="rows"></tbody></table></div></details></section>
<footer>{described}. Made by kgtools; this file loads nothing.</footer>
<script type="application/json" id="graph">{data}</script>
<script>{script}</script>
</body>
</html>
"""
)
