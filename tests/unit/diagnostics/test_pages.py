"""Every code has a page, and the examples on it are what they are said to be."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools import check, diagnostics, project
from kgtools.dataset import Dataset
from kgtools.diagnostics.manual import page, section
from kgtools.diagnostics.registry import REGISTRY
from kgtools.lint import Context, lint
from kgtools.lint.ignores import Ignores
from kgtools.query import lint as queries
from kgtools.query.catalogue import Catalogue
from kgtools.sifting import names_of
from kgtools.validation import examine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Outcome

    from kgtools.diagnostics import Diagnostic

PAGES = Path(diagnostics.__file__).parent / "pages"
# No small example makes an engine fail or a limit be reached, or does without Java.
WITHOUT_EXAMPLE = {"KG611", "KG900", "KG904", "KG905", "KG906", "KG908"}
# An example shows a few terms, no whole ontology; only the pages about ontologies look at it as one.
QUALITY = ("KG75", "KG76")
_FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PREFIX = re.compile(r"(?<![\w<])([a-z]+):(?=[\w])")


@dataclass(frozen=True)
class Example:
    """A block of a page: its language, the file it stands for and its text."""

    language: str
    file: str
    text: str

    def write(self, folder: Path) -> None:
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.language == "escaped":
            path.write_bytes(self.text.encode("latin-1").decode("unicode_escape").encode("latin-1"))
        elif self.language == "turtle" and "PREFIX" not in self.text:
            path.write_text(_with_prefixes(self.text, folder))
        else:
            path.write_text(self.text)


def _with_prefixes(text: str, folder: Path) -> str:
    known = project.load(folder).prefixes
    bare = re.sub(r'"[^"]*"|<[^>]*>', "", text)
    used = sorted({prefix for prefix in _PREFIX.findall(bare) if prefix in known})
    return "".join(f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in used) + "\n" + text


def examples_of(code: str, title: str) -> list[Example]:
    text = section(page(code) or "", title)
    default = "data/a.ttl"  # sorts first: a double is found in the other file
    return [Example(m[1], m[2] or default, m[3]) for m in _FENCE.finditer(text)]


def _found(folder: Path, examples: list[Example]) -> Iterator[Diagnostic]:
    """Yield what is found in the files of the examples, by the part of the program that judges them."""
    for example in examples:
        example.write(folder)
    opened = project.load(folder)
    names = {example.file for example in examples}
    if "shapes.ttl" in names:
        data = [folder / name for name in names - {"shapes.ttl"}]
        yield from examine(data, folder / "shapes.ttl").findings().diagnostics
        return
    if any(name.startswith("queries/") for name in names):
        spec = Catalogue(folder / "queries").read(folder / "queries" / "example.rq")
        yield from queries.lint(spec, Dataset(opened))
        return
    if any("shapes/" in name for name in names):
        report = check.check(opened)
        yield from (f for f in report.diagnostics if f.code.startswith("KG6"))
        return
    if any(name.startswith("ontology/axioms") or name.endswith(".rq") for name in names):
        yield from (f for f in check.check(opened).diagnostics if f.code.startswith("KG7"))
        return
    context, refused = Context.of(opened)
    findings = refused or list(Ignores.of(context.files).sift(lint(context), names_of))
    yield from (f for f in findings if f.span is not None and f.span.file in names)


@pytest.fixture
def project_folder(folder: Path) -> Path:
    (folder / "ontology" / "more.ttl").write_text("")
    return folder


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {path.stem for path in PAGES.iterdir()} == set(REGISTRY)


@pytest.mark.parametrize("code", REGISTRY)
def test_a_page_has_its_parts(code: str) -> None:
    text = page(code) or ""
    assert text.startswith(f"# {code}: {REGISTRY[code].title}\n")
    assert section(text)
    assert section(text, "Cure")
    assert (
        bool(examples_of(code, "Wrong")) == bool(examples_of(code, "Right")) == (code not in WITHOUT_EXAMPLE)
    )


@pytest.mark.parametrize("code", [code for code in REGISTRY if code < "KG9" and code not in WITHOUT_EXAMPLE])
def test_the_wrong_example_has_this_finding_alone_and_the_right_one_none(
    project_folder: Path, code: str
) -> None:
    aside: tuple[str, ...] = QUALITY
    if code.startswith(QUALITY):
        aside = () if code == "KG761" else ("KG761",)
    found = [f for f in _found(project_folder, examples_of(code, "Wrong")) if not f.code.startswith(aside)]
    assert {finding.code for finding in found} == {code}
    assert all(finding.message and finding.message[0] != " " for finding in found)
    assert code in {"KG601", "KG602"} or all(f.span and f.span.line and f.span.column for f in found)
    for example in examples_of(code, "Wrong"):
        (project_folder / example.file).unlink()
    found = [f for f in _found(project_folder, examples_of(code, "Right")) if not f.code.startswith(aside)]
    assert [(f.code, f.message) for f in found] == []


@pytest.mark.parametrize("code", [code for code in REGISTRY if code >= "KG9" and code not in WITHOUT_EXAMPLE])
def test_commands_of_a_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kg: Callable[..., Outcome], code: str
) -> None:
    monkeypatch.chdir(folder)
    for title in ("Wrong", "Right"):
        (example,) = examples_of(code, title)
        done = [kg(*shlex.split(line)[1:]) for line in example.text.splitlines()]
        assert (f"error[{code}]" in done[-1].err) == (title == "Wrong"), done[-1]
        assert (done[-1].code != 0) == (title == "Wrong")
