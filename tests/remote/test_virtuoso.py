"""What docs/remote.md says about Virtuoso: what goes wrong there, and the spellings that do not."""

from __future__ import annotations

import io
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from kgtools.errors import KgError
from kgtools.store.endpoint import Endpoint
from kgtools.store.memory import MemoryStore
from kgtools.store.remote import RemoteStore
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    import pytest
    from tests.remote.conftest import Engine

    from kgtools.store import Engine as Asked

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "remote.md").read_text(encoding="utf-8")
FACTS = re.findall(r"```turtle\n(.*?)```", TEXT, re.DOTALL)[-1]
ROWS = re.findall(r"^\| `(SELECT [^`]*)` \|[^`]*\|(?: `([^`]*)`)? \|$", TEXT, re.MULTILINE)
GRAPH = NamedNode("urn:x-kgtools:differences")


def _rows(store: Asked, text: str) -> object:
    try:
        return sorted(map(str, store.select(text).rows))
    except KgError as error:
        return str(error)


def test_what_goes_wrong_still_does_and_what_is_written_instead_does_not(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    """Also on the other engines: there, both are right."""
    caplog.set_level(logging.ERROR)
    assert len(ROWS) > 5
    here = MemoryStore()
    here.load_text(FACTS.encode(), RdfFormat.TURTLE, name="docs/remote.md")
    triples = "".join(f"{quad.triple} .\n" for quad in here.match()).encode()
    endpoint = Endpoint(engine.address)
    endpoint.put(GRAPH.value, io.BytesIO(triples), len(triples))
    there = RemoteStore(endpoint, default=[GRAPH])
    for wrong, instead in ROWS:
        is_right = _rows(there, wrong) == _rows(here, wrong)
        assert is_right == (engine.name != "virtuoso"), wrong
        if instead:
            assert _rows(there, instead) == _rows(here, instead), instead
    endpoint.update(f"DROP SILENT GRAPH {GRAPH}")
