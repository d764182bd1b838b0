"""The description of the interface is true: requests made up from it get the answers it promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

if TYPE_CHECKING:
    from tests.web.conftest import Server

# What a generated request cannot be blamed for: a label that means nothing is no violation of a schema.
CHECKS = [
    checks.not_a_server_error,
    checks.response_schema_conformance,
    checks.status_code_conformance,
    checks.content_type_conformance,
]


@schemathesis.serializer("application/sparql-query", "text/turtle")
def plain_text(_context: object, value: object) -> bytes:
    return str(value).encode(errors="replace")


EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_answers_are_as_described(server: Server) -> None:
    schema = schemathesis.openapi.from_url(f"{server.address}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @EXAMPLES
        @given(case=operation.as_strategy())
        def ask(case: schemathesis.Case) -> None:
            response = case.call()
            if response.status_code == 503:  # a limit of the server is an answer, too, not a fault of it
                assert response.headers["content-type"] == ["application/problem+json"]
                return
            case.validate_response(response, checks=CHECKS)

        ask()
