"""The pages as HTML, without a browser: facts, links, forms, escaping; what works without JavaScript."""

from __future__ import annotations

import re
import shutil
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx
import pytest
from tests.conftest import ORCHESTRA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.web.conftest import Server

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGES = {
    "/": "Players, groups and concerts",
    "/?asof=2002-01-01": "2002-01-01",
    "/?tag=people": "Who was engaged by which group",
    "/q/engagements": "Harbour Strings",
    "/q/engagements?view=timeline": "<svg",
    "/q/engagements?view=graph": "<svg",
    "/q/engagements?person=Ada+Brook": "Ada Brook",
    "/q/any-concert": "yes",
    "/q/engagement-graph": "<svg",
    "/q/engagement-graph?view=timeline": "Nothing in the answer has a date",
    "/q/engagement-graph?view=bar": "No column of the answer holds numbers",
    "/q/fees?least=1": 'class="amounts"',
    "/id/person-ada": "Ada Brook",
    "/search?q=ada": "Ada Brook",
    "/search?q=fees+money": "Fees of at least an amount",
    "/explore": "Ada Brook",
    "/explore?node=person-ada&hops=2": "Harbour Strings",
    "/timeline": "Engagement",
    "/timeline?about=person-ada&from=1990-01-01&to=2010-01-01": "Ada Brook",
    "/contradictions": "Contradictions",
    "/schema": "Engagement",
    "/sparql": "<textarea",
    "/sparql?query=SELECT+%2A+%7B+%3Fp+a+ex%3APerson+%7D": "Ada Brook",
    "/sparql?view=bar&query=SELECT+%2A+%7B+%3Fe+ex%3Afee+%3Ffee+%7D": 'class="amounts"',
    "/sparql?view=graph&query=CONSTRUCT+WHERE+%7B+%3Fe+ex%3Aengages+%3Fp+%7D": "<svg",
    "/sparql?view=timeline&query=CONSTRUCT+WHERE+%7B+%3Fe+ex%3Astart+%3Fd+%7D": 'class="lanes"',
    "/check": "<textarea",
    "/check?project=1": "shapes",
    "/why?s=id:engagement-ada-strings&p=ex:group&o=id:group-strings": "data/<wbr>engagements.ttl",
}


@pytest.fixture
def page(server: Server) -> Iterator[Callable[..., httpx.Response]]:
    """Return a function that gets a page as a browser does."""
    with server.client(headers=HTML) as client:
        yield client.get


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_its_facts_and_is_well_formed(page: Callable[..., httpx.Response], path: str) -> None:
    found = page(path)
    assert found.status_code == 200
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert PAGES[path] in found.text
    assert len(re.findall(r"<h1[ >]", found.text)) == 1
    ids = re.findall(r' id="([^"]*)"', found.text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(page: Callable[..., httpx.Response], path: str) -> None:
    text = page(path).text
    links = {unescape(link) for link in re.findall(r'(?:href|src)="([^"#]+)', text)}
    own = {urljoin(path, link) for link in links if not link.startswith(("http:", "https:"))}
    statuses = {link: page(link).status_code for link in sorted(own)[:60]}
    assert {link: status for link, status in statuses.items() if status != 200} == {}


def test_a_day_is_obeyed_and_kept(page: Callable[..., httpx.Response]) -> None:
    before = page("/id/group-brass?asof=2003-07-14").text
    after = page("/id/group-brass?asof=2003-07-15").text
    assert "Cleo" not in before.split("<main")[1]
    assert "Cleo" in after.split("<main")[1]
    assert 'href="/timeline?asof=2003-07-14"' in before


def test_what_is_known_to_the_year_alone_is_marked_possible(page: Callable[..., httpx.Response]) -> None:
    assert 'class="possible"' in page("/id/group-strings?asof=2005-06-01").text
    assert 'class="possible"' not in page("/id/group-strings?asof=2003-06-01").text


def test_one_thing_is_named_as_one(page: Callable[..., httpx.Response]) -> None:
    assert re.search(r"from 1 source, ", page("/").text)
    assert not re.search(
        r"\b1 (classes|properties|code lists|shapes|things|facts|files)\b", page("/schema").text
    )


def test_a_name_that_nothing_has_is_compared_with_those_there_are(
    page: Callable[..., httpx.Response],
) -> None:
    assert "Did you mean &#39;id:person-ada&#39;" in page("/id/person-adda").text
    assert "Ada Brook" in page("/id/brook-ada").text
    assert "Did you mean" not in page("/id/nothing").text


def test_a_malformed_day_is_refused_on_a_page(page: Callable[..., httpx.Response]) -> None:
    found = page("/?asof=2018-02-30")
    assert found.status_code == 400
    assert "is no day" in found.text
    assert "<h1" in found.text


def test_what_is_not_there_is_a_page_with_advice(page: Callable[..., httpx.Response]) -> None:
    found = page("/id/person-adaa")
    assert (found.status_code, found.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Did you mean" in found.text


def test_a_query_page_sorts_by_a_link_and_says_so(page: Callable[..., httpx.Response]) -> None:
    text = page("/q/engagements?sort=-person").text
    assert 'aria-sort="descending"' in text
    names = re.findall(r'<td class="thing"><a href="/id/person-(\w+)"', text)
    assert names == sorted(names, reverse=True)
    assert len(names) > 1


def test_the_head_of_a_column_of_numbers_stands_over_them(page: Callable[..., httpx.Response]) -> None:
    text = page("/q/fees?least=1").text
    assert re.search(r'<th scope="col" class="number"[^>]*><a [^>]*>fee</a>', text)
    assert re.search(r'<th scope="col" class="thing"[^>]*><a [^>]*>person</a>', text)


def test_years_and_days_are_sorted_among_each_other(page: Callable[..., httpx.Response]) -> None:
    query = "SELECT ?d { VALUES ?d { '1990'^^xsd:gYear '1985-01-01'^^xsd:date '1980'^^xsd:gYear 'nan' } }"
    text = page("/sparql", params={"query": query, "sort": "d"}).text
    assert re.findall(r'<td class="(?:date|text)"><bdi>([^<]+)', text) == [
        "1980",
        "1985-01-01",
        "1990",
        "nan",
    ]


def test_a_timeline_about_a_thing_has_what_it_takes_part_in(page: Callable[..., httpx.Response]) -> None:
    assert "Opening concert" in page("/timeline?about=person-ben").text
    assert "Opening concert" not in page("/timeline?about=person-ada").text


def test_a_timeline_of_one_class_whatever_form_its_name_has(page: Callable[..., httpx.Response]) -> None:
    asked = [page("/timeline", params={"class": name}) for name in ("Concert", "ex:Concert")]
    assert all("Opening concert" in each.text for each in asked)
    rows = [each.text.count("<tr") for each in (*asked, page("/timeline"))]
    assert rows[0] == rows[1] < rows[2]
    refused = page("/timeline", params={"class": "Concrt"})
    assert refused.status_code == 400
    assert re.search("Nothing is called .{0,8}Concrt", refused.text)


def test_a_named_graph_is_shown_as_its_file(page: Callable[..., httpx.Response]) -> None:
    query = "SELECT ?g { GRAPH ?g { id:person-ada skos:prefLabel 'Ada Brook'@en } }"
    text = page("/sparql", params={"query": query}).text
    assert re.search(r'<td class="text"><bdi title="[^"]*people\.ttl">data/people\.ttl</bdi>', text)


def test_sources_are_no_part_of_the_graph_of_an_answer(page: Callable[..., httpx.Response]) -> None:
    query = (
        "SELECT ?person ?group ?source { ?e ex:engages ?person ; ex:group ?group ; dcterms:source ?source }"
    )
    drawn = re.search(
        r'<svg class="drawing".*?</svg>', page("/sparql", params={"query": query, "view": "graph"}).text
    )
    assert drawn
    assert "Harbour Strings" in drawn[0]
    assert "Programme book" not in drawn[0]
    alone = page(
        "/sparql", params={"query": query.replace("?group ?source {", "?source {", 1), "view": "graph"}
    ).text
    assert "No row of the answer names two things" in alone


def test_every_cell_has_a_receipt_with_file_and_line(page: Callable[..., httpx.Response]) -> None:
    text = page("/q/engagements").text
    links = [unescape(link) for link in re.findall(r'class="why" href="([^"]+)"', text)]
    assert len(links) == len(re.findall(r"<td class", text))
    found = page(links[2].partition("#")[0]).text
    receipt = found.split('id="receipt"')[1]
    assert "data/<wbr>engagements.ttl:" in receipt
    assert "Programme book" in receipt
    assert "accepted" in receipt


def test_values_of_any_query_and_dates_have_receipts(page: Callable[..., httpx.Response]) -> None:
    query = "SELECT ?e ?p { ?e a ex:Engagement ; ex:engages ?p } ORDER BY ?e"
    for asked in (page("/sparql", params={"query": query}), page("/timeline")):
        links = [unescape(link) for link in re.findall(r'class="why" href="([^"]+)"', asked.text)]
        assert len(links) >= 2
        receipt = page(links[1].partition("#")[0]).text.split('id="receipt"')[1]
        assert "data/<wbr>engagements.ttl:" in receipt
        assert "Programme book" in receipt
    assert page("/sparql", params={"query": query, "cell": "99.p"}).status_code == 400
    count = page("/sparql", params={"query": "SELECT (UUID() AS ?x) {}", "cell": "0.x"})
    assert "No receipt can be built" in count.text


def test_a_cell_that_is_not_there_is_refused(page: Callable[..., httpx.Response]) -> None:
    for cell in ("99.person", "0.nothing", "x", "0"):
        assert page(f"/q/engagements?cell={cell}").status_code == 400


def test_the_form_keeps_what_was_asked(page: Callable[..., httpx.Response]) -> None:
    text = page("/q/engagements?person=Ada+Brook&asof=2002-01-01&view=table").text
    assert '<option value="id:person-ada" selected>' in text
    assert "/q/engagements.csv?person=Ada+Brook&amp;asof=2002-01-01&amp;excel=1" in text
    assert 'name="asof" value="2002-01-01"' in text
    assert "kg query engagements --person &#39;Ada Brook&#39; --as-of 2002-01-01" in text
    assert "engagements(person=&#39;Ada Brook&#39;, asof=&#39;2002-01-01&#39;)" in text
    assert "/q/engagements.csv?person=Ada+Brook&amp;asof=2002-01-01" in text


def test_a_wrong_value_is_told_on_the_page(page: Callable[..., httpx.Response]) -> None:
    found = page("/q/engagements?person=Nobody")
    assert found.status_code == 400
    assert "Nothing is called &#39;Nobody&#39;" in found.text
    assert "<form" in found.text


def test_an_error_of_a_query_is_shown_at_its_place(page: Callable[..., httpx.Response]) -> None:
    found = page("/sparql", params={"query": "SELECT ?x {\n  ?x ex:nme ?y }}"})
    assert found.status_code == 400
    assert '<span class="number">2</span>  ?x ex:nme ?y }}' in found.text
    assert '<span class="caret">' in found.text


def test_a_link_of_another_site_runs_no_query(page: Callable[..., httpx.Response]) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    found = page("/sparql", params={"query": "SELECT * { ?p a ex:Person }"}, headers=headers)
    assert "came by a link of another site" in found.text
    assert "Ada Brook" not in found.text


def test_facts_are_checked_and_mended_without_a_script(server: Server) -> None:
    bad = 'id:person-new a ex:Person ; skos:prefLabel "New"@en_GB .'
    text = f"PREFIX ex: <https://example.org/terms/>\nPREFIX id: <https://example.org/id/>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n{bad}\n"
    with server.client(headers=HTML) as client:
        found = client.post("/check", data={"facts": text, "syntax": "ttl"})
        assert found.status_code == 200
        assert "Does not conform" in found.text
        assert '<span class="number">4</span>' in found.text
        good = client.post("/check", data={"facts": text.replace("en_GB", "en-GB"), "syntax": "ttl"})
    assert "Does not conform" not in good.text


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., AbstractContextManager[Server]]
) -> Iterator[httpx.Client]:
    """A server whose labels attack the page that shows them."""
    root = shutil.copytree(ORCHESTRA, tmp_path_factory.mktemp("hostile") / "orchestra")
    _attack(root)
    with serve(root) as running, running.client(headers=HTML) as client:
        yield client


ATTACK = "</script></title><img src=x onerror=alert(1)>\\\" ' {{ 7*7 }}"


def _attack(root: Path) -> None:
    people = root / "data" / "people.ttl"
    people.write_text(people.read_text("utf-8").replace('"Ada Brook"', f'"{ATTACK}"'), "utf-8")
    terms = root / "ontology" / "terms.ttl"
    terms.write_text(terms.read_text("utf-8").replace('"Engagement"', '"<b>Engagement</b>"'), "utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/q/engagements",
        "/q/engagements?view=graph",
        "/q/engagements?view=timeline",
        "/id/person-ada",
        "/id/group-strings",
        "/search?q=Ada+Bach",
        "/explore",
        "/timeline",
        "/schema",
        "/sparql?query=SELECT+%2A+%7B+%3Fp+skos%3AprefLabel+%3Fl+%7D",
        "/why?s=id:engagement-ada-strings&p=ex:engages&o=id:person-ada",
    ],
)
def test_a_hostile_label_is_text(hostile: httpx.Client, path: str) -> None:
    text = hostile.get(path).text
    assert "<img" not in text
    assert "<b>Engagement" not in text
    assert text.count("</script>") == text.count("<script")
    assert "onerror" in text or path in ("/", "/schema")


@pytest.mark.parametrize(
    "text", ['"><img src=x onerror=alert(1)>', "</script><script>alert(1)</script>", "{{ 7*7 }}"]
)
def test_hostile_parameters_are_text(hostile: httpx.Client, text: str) -> None:
    for path in (
        "/search?q=",
        "/sparql?query=",
        "/?tag=",
        "/q/engagements?person=",
        "/id/person-ada?status=",
        "/timeline?class=",
        "/explore?hide=",
    ):
        found = hostile.get(path + httpx.QueryParams({"x": text})["x"].replace("&", "%26")).text
        assert "<img src=x" not in found
        assert "<script>alert" not in found
        assert ">49<" not in found
