"""The same with rdflib: load the files, run the query."""

import sys
from pathlib import Path

import click
import rdflib


@click.command()
@click.argument("query")
@click.argument("files", nargs=-1)
def main(query: str, files: tuple[str, ...]) -> None:
    """Print the answer of QUERY over FILES."""
    graph = rdflib.Graph()
    for file in files:
        graph.parse(file, format="turtle")
    for row in graph.query(Path(query).read_text(encoding="utf-8")):
        sys.stdout.write(",".join(str(term) for term in row) + "\n")


main()
