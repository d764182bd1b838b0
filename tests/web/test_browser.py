"""The pages in Chromium: no error, no foreign request, keyboard, accessibility, and what scripts add."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from kgtools.web import docs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser, Page
    from tests.web.conftest import Server

    from kgtools.graph import Graph

WIDE, NARROW, SMALLEST = (
    {"width": width, "height": height} for width, height in ((1280, 800), (390, 844), (320, 640))
)
PAGES = {
    "home": ("/", "Actors, alliances, summits"),
    "home-day": ("/?asof=2018-06-12", "On 2018-06-12"),
    "query": ("/q/office-holders?asof=2018-06-12", "Moon Jae-in"),
    "query-graph": ("/q/leader-meetings?view=graph", "Kim Jong Il"),
    "query-timeline": ("/q/leader-meetings?view=timeline", "Singapore"),
    "receipt": ("/q/office-holders?asof=2018-06-12&cell=0.holder", "made this row"),
    "entity": ("/id/person-kim-jong-un", "김정은"),
    "search": ("/search?q=kim", "Kim Jong Un"),
    "explore": ("/explore?node=summit-2018-06-prk-usa", "Singapore summit"),
    "timeline": ("/timeline?from=2017-01-01&to=2019-12-31", "Office term"),
    "contradictions": ("/contradictions", "preferred"),
    "schema": ("/schema", "pol:Summit"),
    "sparql": ("/sparql?query=SELECT+%2A+%7B+%3Fs+a+pol%3ASummit+%7D", "Hanoi summit"),
    "check": ("/check?project=1", "focus nodes"),
    "why": ("/why?s=Hanoi+summit&p=participant&o=Donald+Trump", "trump-kim-meetings.ttl:"),
    "problem": ("/id/nothing-like-it", "There is nothing called"),
}


@pytest.fixture(scope="session")
def workbench(bundled: Graph, serve: Callable[..., AbstractContextManager[Server]]) -> Iterator[Server]:
    """A server over the repository's own graph."""
    with serve(bundled.project.root) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; where there is none, the tests skip unless KG_REQUIRE_BROWSER is set."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        if os.environ.get("KG_REQUIRE_BROWSER"):
            pytest.fail("no Chromium is installed")
        pytest.skip("no Chromium is installed")
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=options)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, workbench: Server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens pages; at the end nothing may have gone wrong in any of them."""
    contexts = []
    wrong: list[str] = []

    def make(path: str, size: dict[str, int] = WIDE, *, allowed: int = 200, **options: Any) -> Page:
        context = browser.new_context(viewport=size, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        own = urlsplit(workbench.address).netloc
        page.on("request", lambda request: _foreign(request.url, own, wrong))
        page.on("pageerror", lambda error: wrong.append(f"{path}: {error}"))
        page.on("console", lambda message: _complaint(message, path, wrong, allowed))
        answer = page.goto(workbench.address + path)
        assert answer is not None
        assert answer.status == allowed
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def _foreign(url: str, own: str, wrong: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.netloc != own:
        wrong.append(f"request to {url}")


def _complaint(message: Any, path: str, wrong: list[str], allowed: int) -> None:
    is_status = allowed != 200 and f"status of {allowed}" in message.text
    if message.type in ("error", "warning") and not is_status:
        wrong.append(f"{path}: {message.text}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_facts_fits_and_is_accessible(
    open_page: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    path, fact = PAGES[name]
    page = open_page(path, allowed=404 if name == "problem" else 200)
    assert fact in (page.text_content("main") or "")
    shots: Path = tmp_path_factory.getbasetemp() / "screenshots"
    shots.mkdir(exist_ok=True)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for size in (WIDE, NARROW, SMALLEST):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
            if size is not SMALLEST:
                page.screenshot(path=shots / f"{name}-{size['width']}-{scheme}.png")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        # Only colours differ in the dark.
        assert _serious(page, only="" if scheme == "light" else "color-contrast") == {}
    _walks_by_keyboard(page)


STOPS = 40
"""Elements of a page that a test walks through; long pages repeat what they have."""
REACHABLE = """stops => {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], .cm-content";
    window.stops = [...document.querySelectorAll(all)].filter(each =>
        each.checkVisibility({ visibilityProperty: true }) && !each.disabled &&
        (each.tabIndex >= 0 || each.isContentEditable)).slice(0, stops);
    return window.stops.map((_, number) => number);
}"""
FOCUSED = """async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);  // it scrolls there
    const each = document.activeElement, shown = each.closest(".cm-editor") ?? each;
    const style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    const is_seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const is_marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return [window.stops.indexOf(each), is_seen && is_marked, each.outerHTML.slice(0, 120)];
}"""


def _walks_by_keyboard(page: Page) -> None:
    """Expect that Tab leads through all that can be operated, in the order of the page, and shows where it is."""
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    expected = page.evaluate(REACHABLE, STOPS)
    reached: list[int] = []
    for _ in range(4 * STOPS):  # a field for a date has several stops of its own
        page.keyboard.press("Escape")  # leaves the editor, where Tab indents
        page.keyboard.press("Tab")
        stop, is_visible, element = page.evaluate(FOCUSED)
        if stop < 0 or len(reached) == len(expected):
            break
        if stop not in reached[-1:]:
            assert is_visible, element
            reached.append(stop)
    assert reached == expected


def test_the_documentation_of_the_schema_works_from_a_file(
    browser: Browser, graph: Graph, tmp_path: Path
) -> None:
    for name, data in docs.build(graph).items():
        (tmp_path / name).write_bytes(data)
    page = browser.new_context(reduced_motion="reduce").new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "index.html").as_uri())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for size in (WIDE, NARROW, SMALLEST):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert _serious(page, only="" if scheme == "light" else "color-contrast") == {}
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.get_by_role("link", name="Concert", exact=False).first.focus()
    page.keyboard.press("Enter")
    assert "#ex:" in page.url
    assert all(url.startswith("file:") for url in asked)
    page.context.close()


ALIKE = 25
"""Children of an element that axe looks at; lists and tables repeat what they have."""
SHORTEN = """most => document.querySelectorAll("main *").forEach(
    each => [...each.children].slice(most).forEach(child => child.remove()))"""


def _serious(page: Page, only: str = "") -> dict[str, list[str]]:
    """Return what axe finds that keeps people out, with the elements."""
    page.evaluate(SHORTEN, ALIKE)
    options: dict[str, Any] = {"resultTypes": ["violations"]}  # of what it finds in order it needs no list
    if only:
        options["runOnly"] = [only]
    found = Axe().run(page, options=options).response["violations"]
    return {
        each["id"]: [node["html"][:160] for node in each["nodes"][:3]]
        for each in found
        if each["impact"] in ("serious", "critical")
    }


@pytest.mark.parametrize("name", PAGES)
def test_without_javascript_the_facts_are_the_same(open_page: Callable[..., Page], name: str) -> None:
    path, fact = PAGES[name]
    code = 404 if name == "problem" else 200
    page = open_page(path, allowed=code, java_script_enabled=False)
    assert fact in page.locator("main").inner_text() + page.locator("main").text_content()  # type: ignore[operator]


def test_a_question_is_asked_and_its_address_asks_it_again(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Who held which office on a day").click()
    page.get_by_label("Day required").fill("2018-06-12")
    page.get_by_label("Country").select_option(label="South Korea")
    page.get_by_role("button", name="Ask").click()
    row = page.locator("table.answer tbody tr").filter(has_text="Moon Jae-in")
    assert row.count() == 1
    assert "asof=2018-06-12" in page.url
    again = open_page(page.url.partition("/q/")[1] + page.url.partition("/q/")[2])
    assert again.locator("table.answer").inner_text() == page.locator("table.answer").inner_text()
    assert again.get_by_label("Country").input_value() == "id:state-kor"


def test_the_day_changes_every_page(open_page: Callable[..., Page]) -> None:
    page = open_page("/id/person-moon-jae-in?asof=2016-01-01")
    assert "President of the Republic of Korea" not in page.locator("main").inner_text()
    page.get_by_label("As of", exact=True).fill("2018-06-12")
    page.get_by_role("button", name="Show this day").click()
    assert "asof=2018-06-12" in page.url
    assert "President of the Republic of Korea" in page.locator("main").inner_text()
    page.get_by_role("link", name="Timeline", exact=True).first.click()
    assert "asof=2018-06-12" in page.url


def test_back_shows_the_day_of_the_address(open_page: Callable[..., Page]) -> None:
    page = open_page("/q/office-holders?asof=2018-06-12")
    page.get_by_label("As of", exact=True).fill("2010-01-01")
    page.get_by_role("button", name="Show this day").click()
    page.wait_for_url("**asof=2010-01-01*")
    page.go_back()
    assert "asof=2018-06-12" in page.url
    assert page.get_by_label("As of", exact=True).input_value() == "2018-06-12"
    assert page.get_by_label("As of, as a slider").input_value() == "17694"


def test_on_another_day_events_are_no_neighbours(open_page: Callable[..., Page]) -> None:
    on_the_day = open_page("/explore?node=person-kim-jong-un&asof=2018-06-12")
    later = open_page("/explore?node=person-kim-jong-un&asof=2018-06-13")
    found = [json.loads(page.locator("#graph").inner_text()) for page in (on_the_day, later)]
    summits = [{node["label"] for node in each["nodes"] if node["type"] == "Summit"} for each in found]
    assert summits[0] - summits[1] == {"Singapore summit"}
    assert "Hanoi summit" not in summits[0] | summits[1]


def test_the_slider_sets_the_day(open_page: Callable[..., Page]) -> None:
    page = open_page("/timeline?asof=2018-06-12")
    slider = page.get_by_label("As of, as a slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**asof=2018-06-13*")


def test_a_receipt_opens_by_keyboard_and_closes(open_page: Callable[..., Page]) -> None:
    page = open_page("/q/office-holders?asof=2018-06-12")
    link = page.get_by_label("Receipt of Moon Jae-in")
    link.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    panel.wait_for()
    text = panel.inner_text()
    assert "data/offices/terms-south-korea.ttl:" in text.replace("\n", "")
    assert "accepted" in text
    assert "Presidential Archives" in text
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Receipt of Moon Jae-in"


def test_a_node_expands_and_the_address_keeps_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/explore?node=summit-2018-06-prk-usa")
    canvas = page.locator("#canvas")
    before = int(canvas.get_attribute("data-nodes") or 0)
    spot = page.evaluate("document.getElementById('canvas').placeOf('Kim Jong Un')")
    canvas.click(position=spot)
    expect(canvas).not_to_have_attribute("data-nodes", str(before))
    assert "node=person-kim-jong-un" in page.url
    assert "Kim Jong Un" in page.locator("#said").inner_text()
    after = canvas.get_attribute("data-nodes")
    again = open_page("/explore" + page.url.partition("/explore")[2])
    assert again.locator("#canvas").get_attribute("data-nodes") == after


def test_the_canvas_works_by_keyboard_and_has_a_table(open_page: Callable[..., Page]) -> None:
    page = open_page("/explore?node=summit-2018-06-prk-usa")
    canvas = page.locator("#canvas")
    canvas.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator("#said").inner_text()
    assert "link" in first
    before = int(canvas.get_attribute("data-nodes") or 0)
    page.keyboard.press("Enter")
    expect(canvas).not_to_have_attribute("data-nodes", str(before))
    grown = int(canvas.get_attribute("data-nodes") or 0)
    page.keyboard.press("Delete")
    expect(canvas).not_to_have_attribute("data-nodes", str(grown))
    page.get_by_text("Show as table").click()
    assert page.locator("#links tr").count() >= 8


def test_links_stay_visible_when_the_canvas_is_drawn_again(open_page: Callable[..., Page]) -> None:
    page = open_page("/explore?node=summit-2018-06-prk-usa")
    canvas = page.locator("canvas").first
    colour = canvas.evaluate("canvas => getComputedStyle(canvas).caretColor")
    assert colour.startswith("rgb(")  # what a canvas understands
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.mouse.move(5, 5)
    drawn = """canvas => {
        const wanted = getComputedStyle(canvas).caretColor.match(/[0-9]+/g).map(Number);
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let found = 0;
        for (let at = 0; at < data.length; at += 4)
            if (data[at + 3] > 60 && wanted.every((part, k) => Math.abs(data[at + k] - part) < 40)) found += 1;
        return found;
    }"""
    page.wait_for_timeout(300)
    assert canvas.evaluate(drawn) > 300


def test_classes_are_hidden_and_the_address_says_so(open_page: Callable[..., Page]) -> None:
    page = open_page("/explore?node=summit-2018-06-prk-usa")
    canvas = page.locator("#canvas")
    before = int(canvas.get_attribute("data-nodes") or 0)
    page.get_by_role("checkbox", name=re.compile("^Person")).check()
    expect(canvas).not_to_have_attribute("data-nodes", str(before))
    assert "hide=Person" in page.url


def test_a_time_and_a_class_are_picked_and_a_date_shows_its_source(open_page: Callable[..., Page]) -> None:
    page = open_page("/timeline")
    page.get_by_label("Decades").get_by_role("link", name="2010s").click()
    page.get_by_label("Classes").get_by_role("link", name="Summit").click()
    assert "from=2010-01-01" in page.url
    assert "class=Summit" in page.url
    rows = page.locator("table.answer tbody tr")
    assert set(rows.locator("td:nth-child(4)").all_inner_texts()) == {"Summit"}
    row = rows.filter(has_text="Singapore summit")
    row.get_by_label("Receipt of the dates of Singapore summit").click()
    panel = page.get_by_role("dialog")
    panel.wait_for()
    assert "data/events/trump-kim-meetings.ttl:" in panel.inner_text().replace("\n", "")


def test_what_a_source_contradicts_is_found(open_page: Callable[..., Page]) -> None:
    page = open_page("/contradictions")
    total = page.locator("main h2").count()
    chooser = page.get_by_label("A source in it")
    name = "Six-Party Talks, pages on inter-Korean relations, KBS World"
    chooser.select_option(
        label=next(each for each in chooser.locator("option").all_inner_texts() if name in each)
    )
    page.get_by_role("button", name="Show", exact=True).click()
    assert 0 < page.locator("main h2").count() < total
    assert name in page.locator("main table").first.inner_text()


def test_an_answer_is_taken_to_a_spreadsheet(open_page: Callable[..., Page]) -> None:
    page = open_page("/q/office-holders?asof=2018-06-12")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV for Excel").click()
    data = download.value.path().read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Moon Jae-in" in data.decode("utf-8")
    assert download.value.suggested_filename == "office-holders.csv"


def test_a_word_of_the_schema_leads_to_the_questions_that_use_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/schema")
    page.get_by_role("link", name="Office term").first.click()
    assert page.url.endswith("#pol:OfficeTerm")
    term = page.locator("[id='pol:OfficeTerm']")
    term.locator("summary").click()
    term.get_by_role("link", name="Who held which office on a day").click()
    assert page.locator("h1").inner_text() == "Who held which office on a day"


def test_a_fact_is_mended_in_check(open_page: Callable[..., Page]) -> None:
    page = open_page("/check")
    bad = (
        "PREFIX id: <https://w3id.org/kgtools/id/>\nPREFIX pol: <https://w3id.org/kgtools/pol/>\n"
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        'id:person-new a pol:Persn ; skos:prefLabel "New"@en .\n'
    )
    page.get_by_label("Facts", exact=True).fill(bad)
    page.get_by_role("button", name="Check", exact=True).click()
    finding = page.locator("article.finding").filter(has_text="Persn").first
    finding.wait_for()
    assert "pol:Person" in finding.inner_text()
    assert finding.locator(".caret").count() == 1
    page.get_by_label("Facts", exact=True).fill(bad.replace("Persn", "Person"))
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_load_state()
    assert "Persn" not in page.locator("main").inner_text()


def test_the_editor_completes_runs_and_marks_errors(open_page: Callable[..., Page]) -> None:
    page = open_page("/sparql")
    editor = page.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * { ?s a pol:Summ")
    page.locator(".cm-tooltip-autocomplete li[aria-selected=true]", has_text="Summit").wait_for()
    page.wait_for_timeout(200)  # for a moment after it opened, Enter is a new line: it may have been meant so
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/sparql?*query=*")
    assert "Hanoi summit" in page.locator("table.answer").inner_text()
    page.get_by_label("Receipt of Hanoi summit").first.click()
    panel = page.get_by_role("dialog")
    panel.wait_for()
    assert "data/events/trump-kim-meetings.ttl:" in panel.inner_text().replace("\n", "")


def test_an_error_is_marked_in_the_editor(browser: Browser, workbench: Server) -> None:
    page = browser.new_page()
    page.goto(f"{workbench.address}/sparql?query=SELECT+%3Fx+%7B%0A+%3Fx+foo%3Abar+%3Fy+%7D")
    assert page.locator(".finding.error").inner_text()
    assert page.locator(".cm-lintRange-error").count() == 1
    page.close()


def test_names_are_suggested_while_typing(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("hanoi summit", delay=15)
    page.get_by_role("listbox").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/id/**")
    assert page.locator("h1").inner_text() == "Hanoi summit"


def test_the_first_tab_stop_skips_to_the_content(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_theme_is_kept_and_the_keys_are_listed(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.get_by_role("button", name="Theme: auto").click()
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "light"
    page.keyboard.press("Shift+?")
    assert "search" in page.get_by_role("dialog").inner_text()


def test_a_saved_file_is_announced_and_a_broken_one_told(
    browser: Browser, serve: Callable[..., AbstractContextManager[Server]], folder: Path
) -> None:
    people = folder / "data" / "people.ttl"
    with serve(folder) as running:
        page = browser.new_page()
        page.goto(f"{running.address}/id/person-ada")
        text = people.read_text("utf-8")
        people.write_text(text + "id:person-eve a ex:Person ; skos:prefLabel", "utf-8")
        page.get_by_text("cannot be loaded").wait_for()
        page.reload()
        assert "people.ttl" in page.locator(".banner").inner_text()
        people.write_text(text.replace("Ada Brook", "Ada Stream"), "utf-8")
        page.get_by_role("link", name="Load the new version").wait_for()
        page.get_by_role("link", name="Load the new version").click()
        page.get_by_role("heading", name="Ada Stream").wait_for()
        page.close()


def test_the_single_file_opens_from_disk_and_asks_nothing(
    browser: Browser, bundled: Graph, tmp_path: Path
) -> None:
    file = bundled.export(tmp_path / "graph.html")
    page = browser.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(file.as_uri())
    page.get_by_label("Search names").fill("hanoi sum")
    page.keyboard.press("Enter")
    detail = page.get_by_label("Receipt")
    assert "Hanoi summit" in detail.inner_text()
    assert "data/events/trump-kim-meetings.ttl:" in detail.inner_text()
    total = page.locator("#count").inner_text()
    page.get_by_label("Held on").fill("2018-06-12")
    page.get_by_label("Held on").blur()
    assert page.locator("#count").inner_text() != total
    assert _painted(page) > 1000
    assert _serious(page) == {}
    page.get_by_text("Show as table").click()
    assert page.locator("#rows tr").count() > 100
    assert asked == [file.as_uri()]
    assert wrong == []
    page.close()


def test_the_static_site_opens_from_disk(browser: Browser, graph: Graph, tmp_path: Path) -> None:
    code = "from kgtools.cli.main import main; main()"
    command = [sys.executable, "-c", code, "-C", str(graph.project.root), "site", "-o", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    page = browser.new_page()
    wrong: list[str] = []
    page.on("request", lambda request: None if request.url.startswith("file:") else wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto((tmp_path / "index.html").as_uri())
    page.get_by_role("link", name="Who was engaged by which group").click()
    page.get_by_role("link", name="Ada Brook", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Ada Brook"
    for name in ("Timeline", "Contradictions", "Schema", "Explore"):
        page.get_by_role("link", name=name, exact=True).click()
        assert page.locator("h1").inner_text()
        page.go_back()
    assert wrong == []
    page.close()


def _painted(page: Page) -> int:
    """Return how many pixels of the canvas are coloured."""
    return int(
        page.evaluate(
            """() => {
              const canvas = document.getElementById("canvas");
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              let count = 0;
              for (let at = 3; at < data.length; at += 4) count += data[at] > 0;
              return count;
            }"""
        )
    )
