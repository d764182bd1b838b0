"""Receipts: where a value comes from, down to file, line, source and speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.errors import KgError
from kgtools.query.run import Result
from kgtools.terms import BlankNode, Literal, NamedNode, Triple
from kgtools.web import jobs
from kgtools.web.pages.cells import Cell, cell
from kgtools.web.pages.frame import Frame
from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.diagnostics import Span
    from kgtools.query.run import Answer
    from kgtools.receipts import Entry
    from kgtools.receipts import Receipt as RowReceipt
    from kgtools.terms import Term
    from kgtools.web.state import State
    from kgtools.why import Explanation

_CLAIMS, _TRIPLES = 5, 40
_WEB: Final = ("http://", "https://")


class Claim(NamedTuple):
    """Who claims something, and the claim."""

    who: Cell
    what: Cell


class Step(NamedTuple):
    """A triple with everything that is known of where it comes from."""

    subject: Cell
    predicate: Cell
    object: Cell
    depth: int = 0
    again: bool = False
    reason: str = ""
    rule: Span | None = None
    places: tuple[Span, ...] = ()
    status: str = ""
    sources: tuple[Cell, ...] = ()
    links: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    more: int = 0


class Receipt(NamedTuple):
    """What a panel shows."""

    title: str
    note: str
    steps: list[Step]


async def why(request: Request, state: State) -> Response:
    """Return the page of why one triple holds: its proof, down to stated facts."""
    query = request.query_params
    terms = [query.get(key, "") for key in "spo"]
    if not all(terms):
        raise refuse(400, "why what?", hint="/why?s=SUBJECT&p=PROPERTY&o=VALUE, each a label, CURIE or IRI")
    frame = Frame(request, state, "Receipt", undated="A receipt does not depend on the day")
    found = await state.run(jobs.explanation, *terms)
    return await state.make(_why, frame, found)


def _why(frame: Frame, found: Explanation) -> Response:
    asked = found.fact
    if found.holds:
        receipt = Receipt(_title(frame, asked), "", list(_proof(frame, found)))
    else:
        near = [_shown(frame, triple) for triple, _ in found.nearest]
        receipt = Receipt(_title(frame, asked), "This is neither stated nor derived. Near it:", near)
    return frame.render("why.html", receipt=receipt)


def _title(frame: Frame, triple: Triple) -> str:
    value = cell(frame, triple.object, described=True).text  # type: ignore[arg-type]  # no quoted triples
    return f"Why {value}"


def _proof(frame: Frame, found: Explanation) -> Iterator[Step]:
    store, roles = frame.graph.dataset.store, frame.graph.project.roles
    for depth, step, known in found.walk():
        shown = _shown(frame, step.fact, found)._replace(depth=depth, again=known)
        if step.stated is None:
            yield shown._replace(reason=step.reason, rule=step.rule)
            continue
        status = next(
            (quad.object for quad in store.match(named(step.fact.subject), roles.status) if roles.status),
            None,
        )
        claims = [
            Claim(cell(frame, each.claimant), cell(frame, each.claim, described=True))
            for each in step.stated.claims
        ]
        yield shown._replace(
            places=step.stated.spans,
            status=frame.graph.labels.of(status) if status is not None else "",
            sources=tuple(cell(frame, each) for each in step.stated.sources),
            links=tuple(_links(frame, step.stated.sources)),
            claims=tuple(claims[:_CLAIMS]),
            more=max(0, len(claims) - _CLAIMS),
        )


async def of_cell(
    frame: Frame, answer: Answer, place: str, receipt: Callable[[int], Awaitable[RowReceipt]]
) -> Receipt:
    """Return the receipt of a cell of an answer.

    Args:
        frame: The page.
        answer: What a query gives.
        place: Number of the row, from 0, and column: ``3.holder``.
        receipt: Returns what stands behind a row of it.

    Raises:
        Refusal: There is no such cell.
    """
    number, _, column = place.partition(".")
    is_number = number.isascii() and number.isdecimal() and len(number) < 7  # noqa: PLR2004 - more is no row
    rows, columns = (answer.rows, answer.columns) if isinstance(answer, Result) else ((), ())
    if not is_number or int(number) >= len(rows) or column not in columns:
        raise refuse(400, f"'{place[:40]}' is no cell", hint="such as cell=0.name: row and column")
    term = rows[int(number)][columns.index(column)]
    try:
        found = await receipt(int(number))
    except KgError as error:
        return Receipt("Receipt", f"No receipt can be built: {error.message}.", [])
    return await frame.state.make(_of_row, frame, column, term, found)


def _of_row(frame: Frame, column: str, term: Term | None, found: RowReceipt) -> Receipt:
    """Return what stands behind a row, what has the value of the cell first."""
    shown = cell(frame, term, described=True).text if term is not None else "no value"
    entries = list(found.entries)
    own = [each for each in entries if term in (each.triple.subject, each.triple.object)]
    ordered = [*own, *(each for each in entries if each not in own)]
    notes = [_counted(entries, own)] if entries else ["No triple of the graph alone makes this value."]
    if len(ordered) > _TRIPLES:
        notes.append(f"The first {_TRIPLES} are shown.")
    notes += [f"It {note}." for note in found.notes]
    steps = [step for each in ordered[:_TRIPLES] for step in _entry(frame, each, 0)]
    return Receipt(f"{column}: {shown}", " ".join(notes), _gathered(steps))


def _counted(entries: list[Entry], own: list[Entry]) -> str:
    text = f"{len(entries)} statement{'' if len(entries) == 1 else 's'} made this row"
    return f"{text}, {len(own)} of them with this value." if 0 < len(own) < len(entries) else f"{text}."


def _entry(frame: Frame, entry: Entry, depth: int) -> Iterator[Step]:
    what = cell(frame, named(entry.triple.subject), described=True)
    yield _shown(frame, entry.triple)._replace(
        depth=depth,
        reason=entry.rule,
        places=(entry.span,) if entry.span else (),
        status=frame.graph.labels.of(entry.status) if entry.status is not None else "",
        sources=tuple(cell(frame, each) for each in entry.sources),
        links=tuple(_links(frame, entry.sources)),
        claims=tuple(Claim(cell(frame, each), what) for each in entry.claimants),
    )
    for premise in entry.premises:
        yield from _entry(frame, premise, depth + 1)


def _gathered(steps: list[Step]) -> list[Step]:
    """Return the steps with a triple that several files state shown once, with all its places."""
    found: dict[tuple[object, ...], Step] = {}
    for step in steps:
        key = (step.subject, step.predicate, step.object, step.depth, step.reason)
        known = found.get(key)
        found[key] = known._replace(places=(*known.places, *step.places)) if known else step
    return list(found.values())


def named(term: object) -> NamedNode | BlankNode:
    """Return the subject of a triple as what it is: the gate refuses quoted triples."""
    assert isinstance(term, NamedNode | BlankNode)  # noqa: S101
    return term


def _shown(frame: Frame, triple: Triple, found: Explanation | None = None) -> Step:
    def part(term: object) -> Cell:
        if isinstance(term, BlankNode):
            return Cell(found.words.get(term, "[ ]") if found else "[ ]")
        assert isinstance(term, NamedNode | Literal)  # noqa: S101 - the gate refuses quoted triples
        return cell(frame, term, described=True)

    return Step(part(triple.subject), part(triple.predicate), part(triple.object))


def _links(frame: Frame, sources: Iterable[Term]) -> Iterator[str]:
    """Yield the web addresses that the record gives for documents."""
    base = frame.graph.project.base
    for source in sources:
        if isinstance(source, NamedNode):
            for quad in frame.graph.dataset.store.match(source):
                value = quad.object
                text = value.value if isinstance(value, NamedNode | Literal) else ""
                named = isinstance(value, NamedNode) and frame.is_known(value)
                if text.startswith(_WEB) and not text.startswith(base) and not named and " " not in text:
                    yield text
