"""KG205: spaces that nobody sees, or letters encoded in an unusual way."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import RDF, XSD, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG205"
_TEXTS: Final = (XSD["string"], RDF["langString"])
_STRAY: Final = re.compile(r"\A\s|\s\Z|(?<=\S)[ \u00a0\t]{2,}(?=\S)")
_RUNS: Final = re.compile(r"[ \u00a0\t]{2,}")


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each text with spaces around it or doubled in it, or not in form C (UAX 15)."""
    for fact, value in context.facts.literals(_TEXTS):
        text = value.value
        is_one_line = "\n" not in text
        may_stray = text != text.strip() or any(run in text for run in ("  ", "\t", "\u00a0"))
        has_stray = may_stray and is_one_line and _STRAY.search(text) is not None
        if not has_stray and (text.isascii() or unicodedata.is_normalized("NFC", text)):
            continue
        clean = unicodedata.normalize("NFC", _RUNS.sub(" ", text).strip() if has_stray else text)
        new = Literal(clean, language=value.language) if value.language else Literal(clean)
        fixes = fact.file.fix(fact.quad.object_at, fact.file.show(new)) if is_one_line else ()
        what = "stray spaces" if has_stray else "letters that are not in normal form C"
        yield about(
            context, CODE, f"this text has {what}", fact, fact.object_span, advice=Advice(fixes=fixes)
        )
