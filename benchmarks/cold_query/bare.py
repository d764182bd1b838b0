"""The least that can be done: import click and pyoxigraph, load the files, run the query."""

import sys
from pathlib import Path

import click
from pyoxigraph import RdfFormat, Store


@click.command()
@click.argument("query")
@click.argument("files", nargs=-1)
def main(query: str, files: tuple[str, ...]) -> None:
    """Print the answer of QUERY over FILES."""
    store = Store()
    for file in files:
        store.load(path=file, format=RdfFormat.TURTLE)
    for solution in store.query(Path(query).read_text(encoding="utf-8")):
        sys.stdout.write(",".join(str(term) for term in solution) + "\n")


main()
