"""KG209: a value that the query store rewrites, so that answers show another text than the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Severity
from kgtools.lint.finding import Advice, about
from kgtools.lint.usage import DATES
from kgtools.literals import is_plain, is_well_formed
from kgtools.store.memory import MemoryStore
from kgtools.terms import RDF, XSD, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG209"
# Zeros at the end of a decimal say how exact it is, and doubles have no usual form: both are left alone.
_JUDGED: Final = DATES | {XSD["integer"], XSD["boolean"], XSD["decimal"], XSD["time"]}


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each literal that comes back from the store in another form.

    It is an error for dates and times: there the other form may be another day.
    """
    suspects: dict[NamedNode, Fact] = {}
    for fact, value in context.data.literals(_JUDGED):
        if not is_plain(value.value, value.datatype.value) and is_well_formed(value):
            suspects[NamedNode(f"urn:n:{len(suspects)}")] = fact
    if not suspects:
        return
    store = MemoryStore()
    store.load(Quad(node, RDF["value"], fact.object) for node, fact in suspects.items())
    for node, fact in suspects.items():
        kept = next(iter(store.match(node))).object
        if isinstance(kept, Literal) and not _is_same(fact.object, kept):
            yield _finding(context, fact, kept)


def _is_same(written: object, kept: Literal) -> bool:
    if not isinstance(written, Literal) or kept == written:
        return True
    if written.datatype == XSD["decimal"] and "." in written.value:
        return written.value.rstrip("0").rstrip(".") == kept.value.removesuffix(".0")
    return False


def _finding(context: Context, fact: Fact, kept: Literal) -> Diagnostic:
    shown = fact.file.show(kept)
    message = f"the query store keeps this as `{kept.value}`"
    severity = Severity.ERROR if kept.datatype in DATES or kept.datatype == XSD["time"] else None
    fixes = fact.file.fix(fact.quad.object_at, shown)
    cure = f"write `{shown}`"
    return about(
        context, CODE, message, fact, fact.object_span, advice=Advice(cure, fixes), severity=severity
    )
