"""Answers that are kept: the latest, within a number of bytes."""

from __future__ import annotations

from kgtools.export import Format
from kgtools.web.answers import Answers, Body
from kgtools.web.negotiation import ENDINGS


def test_the_oldest_unused_answer_goes_first() -> None:
    kept = Answers(25)
    for name in "ab":
        kept[name] = Body(b"x" * 10, "csv")
    assert kept.get("a") is not None
    kept["c"] = Body(b"x" * 10, "csv")
    assert kept.get("b") is None
    assert kept.get("a") is not None
    kept["large"] = Body(b"x" * 26, "csv")
    assert kept.get("large") is None
    assert kept.get("a") is not None
    kept.clear()
    assert kept.get("a") is None


def test_a_cut_answer_and_a_download_say_so() -> None:
    found = Body(b"", "gexf", is_cut=True, filename="g.gexf").response({})
    assert found.headers["x-kgtools-truncated"] == "true"
    assert found.headers["content-disposition"] == 'attachment; filename="g.gexf"'


def test_every_export_has_a_media_type() -> None:
    assert {form.ending for form in Format} <= ENDINGS.keys()
