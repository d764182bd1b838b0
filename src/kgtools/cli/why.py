"""``kg why``: the proof of a fact."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import click

from kgtools import proofs, workers
from kgtools.cli import options

if TYPE_CHECKING:
    from pathlib import Path


class ProofFormat(StrEnum):
    """The output formats of ``kg why``."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    DOT = "dot"


_RENDERERS = {
    ProofFormat.TEXT: proofs.text,
    ProofFormat.JSON: proofs.document,
    ProofFormat.MARKDOWN: proofs.markdown,
    ProofFormat.DOT: proofs.dot,
}


@click.command()
@click.argument("subject", metavar="S", type=options.Name())
@click.argument("predicate", metavar="P")
@click.argument("value", metavar="O", type=options.Name())
@options.form(ProofFormat)
@options.language
@options.timeout(60.0)
@options.output
@click.pass_context
def command(
    ctx: click.Context,
    subject: str,
    predicate: str,
    value: str,
    form: str | None,
    lang: str | None,
    timeout: float,
    output: Path | None,
) -> None:
    """Show why S P O holds: the rules behind it, and each stated fact with file, line, source and claimant.

    S, P and O are labels, CURIEs or IRIs; P may be 'a', O a literal. Exit 1 where the fact neither
    stands in the files nor follows; then the facts nearest to it are shown.

    \b
    Examples:
      kg why "Charles Darwin" a terms:Person
      kg why "On the Origin of Species" author "Charles Darwin" -f markdown
    """
    graph = options.open_graph(ctx, lang)
    kind = options.one_of(ProofFormat, form) or ProofFormat.TEXT
    found = workers.call(lambda: graph.why(subject, predicate, value), timeout=timeout)
    options.emit(_RENDERERS[kind](found, graph), output)
    ctx.exit(0 if found.holds else 1)
