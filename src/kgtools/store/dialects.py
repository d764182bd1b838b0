"""What differs between SPARQL 1.1 engines on a network, a record for each, and how one is reached.

``docs/remote.md`` says which of them were tried.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Dialect(NamedTuple):
    """An engine's ways.

    Attributes:
        name: As ``dialect`` in ``kg.toml`` has it.
        shown_by: A header of its answers, and what that begins with, in lower case.
        update: The last part of its address for updates, beside that for queries.
        graph_store: The same, of the Graph Store Protocol.
        page: Rows of a page where a whole graph is read; None reads it in one answer.
        values: Rows of a VALUES block at most.
        says_dataset_in_query: Whether graphs are named by FROM instead of by parameters of the request.
        loses_by_undef: Whether rows or columns are lost where a VALUES block is nothing but UNDEF, which
            says nothing and is left out.
        repeats_distinct: Whether SELECT DISTINCT may give a row twice.
        misspelt: What its answers in JSON have, and what should stand there.
        timeout: The request parameter of a time limit, and how many of its units make a second.
        caution: What whoever asks it must know about its answers.
    """

    name: str
    shown_by: tuple[str, str] = ("", "")
    update: str = "update"
    graph_store: str = "data"
    page: int | None = 5_000
    values: int = 200
    says_dataset_in_query: bool = False
    loses_by_undef: bool = False
    repeats_distinct: bool = False
    misspelt: tuple[tuple[bytes, bytes], ...] = ()
    timeout: tuple[str, int] | None = None
    caution: str | None = None


GENERIC: Final = Dialect("generic")
_BOOLEAN: Final = b'"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "'
DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(
    {
        each.name: each
        for each in (
            GENERIC,
            Dialect("oxigraph", ("server", "oxigraph"), graph_store="store", page=None),
            Dialect("fuseki", ("fuseki-request-id", ""), page=None),
            # Answers 10,000 rows at most unless told otherwise, with status 200 and a header that says so.
            # Sends each graph that a parameter names back as a header, which is too many for most clients.
            # A time limit makes it answer with what it has by then, and a header that says so.
            Dialect(
                "virtuoso",
                ("server", "virtuoso"),
                update="sparql-auth",
                graph_store="sparql-graph-crud-auth",
                values=50,
                says_dataset_in_query=True,
                loses_by_undef=True,
                repeats_distinct=True,
                misspelt=(
                    (b'"bnode", "value": "nodeID://', b'"bnode", "value": "'),  # its labels are no labels
                    (_BOOLEAN + b'1"', _BOOLEAN + b'true"'),
                    (_BOOLEAN + b'0"', _BOOLEAN + b'false"'),
                ),
                timeout=("timeout", 1000),
                caution=(
                    "Virtuoso gives other rows for some questions, without an error; "
                    "compare answers that matter with those from the files"
                ),
            ),
        )
    }
)


def of_headers(headers: Mapping[str, str]) -> Dialect:
    """Return the dialect of an engine by the headers of an answer, their names in lower case.

    Example:
        >>> of_headers({"server": "Oxigraph/0.5.0"}).name, of_headers({"server": "nginx"}).name
        ('oxigraph', 'generic')
    """
    for dialect in DIALECTS.values():
        header, beginning = dialect.shown_by
        if header in headers and headers[header].lower().startswith(beginning):
            return dialect
    return GENERIC


class Address(NamedTuple):
    """How an endpoint is reached: ``[endpoint]`` of ``kg.toml``, or an address alone.

    Attributes:
        query: Address for queries.
        update: Address for updates; by default beside that for queries.
        graph_store: Address of the Graph Store Protocol; by default beside that for queries. Empty where
            the engine has none: graphs are written by updates.
        user: Name of the environment variable that holds the user.
        password: Name of the variable that holds the password.
        token: Name of the variable that holds a bearer token.
        dialect: Name of the dialect; None asks the server.
        seconds: Time for one request.
    """

    query: str
    update: str | None = None
    graph_store: str | None = None
    user: str = "KG_ENDPOINT_USER"
    password: str = "KG_ENDPOINT_PASSWORD"  # noqa: S105 - the name of a variable
    token: str = "KG_ENDPOINT_TOKEN"  # noqa: S105 - the name of a variable
    dialect: str | None = None
    seconds: float = 60.0

    def beside(self, last: str) -> str:
        """Return the address whose last part differs from that for queries.

        Example:
            >>> Address("http://localhost:3030/facts/query").beside("data")
            'http://localhost:3030/facts/data'
        """
        return f"{self.query.rpartition('/')[0]}/{last}"
