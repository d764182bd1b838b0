"""Who may ask: tokens for everybody outside, and what is remembered of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from tests.loops import in_loop

from kgtools.web.security import Guard, Policy

if TYPE_CHECKING:
    from starlette.requests import Request

TOKEN = "secret-token"  # noqa: S105 - invented


async def _hello(request: Request) -> Response:
    return PlainTextResponse("foreign" if request.state.is_foreign else "own")


def _get(policy: Policy, address: str, **headers: str) -> httpx.Response:
    app = Starlette(routes=[Route("/", _hello)], middleware=[Middleware(Guard, policy=policy)])

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.get(address, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return in_loop(ask())


OPEN = Policy(frozenset(), TOKEN)


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/", {}),
        ("/?token=wrong", {}),
        ("/", {"authorization": "Bearer wrong"}),
        ("/", {"authorization": f"Basic {TOKEN}"}),
        ("/", {"cookie": "kg-token=wrong"}),
        ("/", {"cookie": "kg-token="}),
        ("/?token=", {"authorization": "Bearer "}),
        ("/?token=%FF", {"authorization": "Bearer token"}),
    ],
)
def test_without_the_token_nothing_is_answered(address: str, headers: dict[str, str]) -> None:
    found = _get(OPEN, address, **headers)
    assert found.status_code == 401
    assert found.headers["www-authenticate"] == "Bearer"
    assert TOKEN not in found.text


@pytest.mark.parametrize(
    "headers", [{"authorization": f"Bearer {TOKEN}"}, {"cookie": f"a=b; kg-token={TOKEN}"}]
)
def test_with_the_token_under_any_name(headers: dict[str, str]) -> None:
    found = _get(OPEN, "/", host="graph.example", **headers)
    assert (found.status_code, found.text) == (200, "own")
    assert "set-cookie" not in found.headers


def test_the_token_of_the_first_page_is_kept_for_its_links() -> None:
    cookie = _get(OPEN, f"/?token={TOKEN}").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_further_name_may_be_allowed() -> None:
    policy = Policy.local(8000, ("graph.example",))
    assert _get(policy, "/", host="graph.example").status_code == 200
    assert _get(policy, "/", host="other.example").status_code == 421
    assert _get(policy, "/", host="127.0.0.1:8000").status_code == 200


def test_a_link_of_another_site_is_marked() -> None:
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    assert _get(Policy.local(8000), "/", **link).text == "foreign"
    assert _get(Policy.local(8000), "/", sec_fetch_site="none").text == "own"
