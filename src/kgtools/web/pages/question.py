"""``/q/{name}``: a named question with a form, its answer, and how to ask it elsewhere."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlencode

from kgtools.errors import KgError, UsageError
from kgtools.query.parameters import ANY, bound_text, default, flag, python_name
from kgtools.query.run import Result
from kgtools.terms import NamedNode
from kgtools.web import named
from kgtools.web.pages.answers import table
from kgtools.web.pages.frame import Frame
from kgtools.web.pages.pictures import VIEWS, picture
from kgtools.web.pages.receipts import of_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.query.run import Answer
    from kgtools.query.spec import Case, Param, QuerySpec
    from kgtools.web.state import State

_CHOICES: Final = 400
"""A class with more things than this gets a field with suggestions instead of a list."""


class Field(NamedTuple):
    """A parameter in the form; `standard` is what the question takes where no value is given, "" for any."""

    name: str
    label: str
    kind: str
    value: str
    required: bool
    choices: list[tuple[str, str]]
    hint: str
    standard: str = ""
    is_any: bool = False


class Example(NamedTuple):
    """A question with arguments that its tests use."""

    text: str
    href: str


async def question(request: Request, state: State) -> Response:
    """Return the page of the query that the server put into ``request.state.spec``."""
    spec: QuerySpec = request.state.spec
    takes_day = spec.param("asof") is not None
    undated = "" if takes_day else "This question takes no day"
    frame = Frame(request, state, spec.summary, section="/", undated=undated)
    given = named.arguments(request, spec)
    missing = [param.name for param in spec.params if param.required and not given.get(param.name)]
    found: Answer | None = None
    problem: KgError | None = None
    bound = ""
    if not missing:
        try:
            bound = bound_text(spec, given, frame.graph.labels, frame.graph.project.prefixes)
            found = await state.ask(spec.name, given)
        except KgError as error:
            problem = error
    place = request.query_params.get("cell", "")
    receipt = None
    if place and found is not None:
        receipt = await of_cell(frame, found, place, lambda row: state.receipt(spec.name, given, row))
    return await state.make(
        _page, frame, spec, given, found, problem=problem, waiting=bool(missing), bound=bound, receipt=receipt
    )


def _page(
    frame: Frame, spec: QuerySpec, given: Mapping[str, object], found: Answer | None, **values: object
) -> Response:
    """Return the page around an answer."""
    view = frame.request.query_params.get("view") or spec.view
    return frame.render(
        "query.html",
        code=400 if values["problem"] else 200,
        spec=spec,
        fields=_values(frame, spec, given),
        examples=_examples(frame, spec),
        view=view,
        views=VIEWS,
        answer=table(frame, found) if found is not None else None,
        picture=picture(frame, view, found) if found is not None else None,
        copies=_copies(frame, spec, given),
        downloads=_downloads(frame, spec, given, found),
        cases=[_told(case) for case in spec.tests],
        **values,
    )


def _values(frame: Frame, spec: QuerySpec, given: Mapping[str, object]) -> list[Field]:
    return [_field(frame, spec, param, given.get(param.name)) for param in spec.params]


def _field(frame: Frame, spec: QuerySpec, param: Param, given: object) -> Field:
    value = ", ".join(map(str, given)) if isinstance(given, list) else ""
    label = param.label or param.name
    choices = _choices(frame, param)
    kind = "date" if param.type == "date" else "thing" if param.type == "iri" else param.type
    if choices:
        kind = "choice"
        value = _matching(frame, value, choices)
    hint = {"thing": "a name", "integer": "a number", "decimal": "a number"}.get(kind, "")
    standard = _standard(frame, spec, param)
    if kind == "date" and not value and given is not ANY:
        value = standard
    return Field(
        param.name, label, kind, value, param.required, choices, standard or hint, standard, given is ANY
    )


def _standard(frame: Frame, spec: QuerySpec, param: Param) -> str:
    """Return what a question takes where a parameter is not given; "" for every value."""
    values = default(spec, param, frame.graph.project.prefixes)
    names = [values] if isinstance(values, str) else values or []
    if param.type == "iri":
        iris = (frame.graph.project.prefixes.resolve(name) or name for name in names)
        names = [frame.graph.labels.of(NamedNode(iri.strip("<>"))) for iri in iris]
    return ", ".join(names)


def _choices(frame: Frame, param: Param) -> list[tuple[str, str]]:
    """Return the values of a list and their names; none where there are too many, or none is known."""
    if param.type == "boolean":
        return [("true", "yes"), ("false", "no")]
    if param.choices:
        return [(each, each) for each in param.choices]
    cls = frame.graph.project.prefixes.resolve(param.cls) if param.cls else None
    if param.type != "iri" or not cls:
        return []
    labels = frame.graph.labels
    nodes = labels.instances(NamedNode(cls))
    if len(nodes) > _CHOICES:
        return []
    found = [(frame.graph.project.prefixes.show(node).strip("<>"), labels.of(node)) for node in nodes]
    return sorted(found, key=lambda pair: (pair[1].casefold(), pair[0]))


def _matching(frame: Frame, value: str, choices: Iterable[tuple[str, str]]) -> str:
    """Return the value of the choice that a label, an alias or an IRI means."""
    known = dict(choices)
    if not value or value in known:
        return value
    for choice, name in known.items():
        if value.casefold() == name.casefold():
            return choice
    try:
        node = frame.graph.labels.resolve(value)
    except UsageError:
        return value
    return frame.graph.project.prefixes.show(node).strip("<>")


def _examples(frame: Frame, spec: QuerySpec) -> list[Example]:
    made = {}
    for case in spec.tests:
        if case.arguments:
            given = {name: ANY if value == "ANY" else value for name, value in case.arguments.items()}
            text = ", ".join(
                f"{_title(spec, name)}: {_called(frame, value)}" for name, value in given.items()
            )
            query = urlencode(_pairs(given))
            made[text] = Example(text, f"/q/{spec.name}?{query}")
    examples = list(made.values())
    return examples if frame.static else examples[:4]


def _title(spec: QuerySpec, name: str) -> str:
    """Return what the form calls a parameter."""
    param = spec.param(name)
    return param.label if param and param.label else name


def _called(frame: Frame, value: object) -> str:
    """Return an argument of a test as people call it."""
    if isinstance(value, list):
        return ", ".join(_called(frame, each) for each in value)
    iri = frame.graph.project.prefixes.resolve(value) if isinstance(value, str) else None
    return frame.graph.labels.of(NamedNode(iri)) if iri else _text(value)


def _text(value: object) -> str:
    if value is ANY:
        return "any"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _pairs(given: Mapping[str, object]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in given.items():
        if value is ANY:
            pairs.append((f"any.{name}", "1"))
        elif isinstance(value, list):
            pairs += [(name, str(each)) for each in value]
        else:
            pairs.append((name, str(value)))
    return pairs


def _copies(frame: Frame, spec: QuerySpec, given: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return the same question for a terminal, for Python, for curl, and as an address."""
    copies = [("Command line", _command(spec, given)), ("Python", _python(spec, given))]
    if frame.static:
        return copies
    server = f"{frame.request.url.scheme}://{frame.request.url.netloc}"
    form = "ttl" if spec.view == "graph" and not spec.columns else "csv"
    address = f"{server}/q/{spec.name}.{form}"
    query = f"?{urlencode(_pairs(given))}" if given else ""
    permalink = f"{server}{frame.here()}"
    return [*copies, ("curl", f"curl -sS {shlex.quote(address + query)}"), ("Permalink", permalink)]


def _command(spec: QuerySpec, given: Mapping[str, object]) -> str:
    parts = ["kg", "query", spec.name]
    for name, value in given.items():
        for each in value if isinstance(value, list) else [value]:
            if each is ANY:
                parts += ["--any", flag(name)]
            elif str(each).startswith("-"):  # else it would be read as an option
                parts.append(f"--{flag(name)}={each}")
            else:
                parts += [f"--{flag(name)}", str(each)]
    return shlex.join(parts)


def _python(spec: QuerySpec, given: Mapping[str, object]) -> str:
    values = {
        python_name(name): "ANY" if value is ANY else repr(_first(value))
        for name, value in given.items()
        if value != []
    }
    arguments = ", ".join(f"{name}={value}" for name, value in values.items())
    lines = ["import kgtools"]
    if "ANY" in values.values():
        lines.append("from kgtools.query.parameters import ANY")
    lines.append(f"answer = kgtools.open().q.{spec.name.replace('-', '_')}({arguments})")
    lines.append("print(answer.table())" if spec.columns else "print(answer)")
    return "\n".join(lines)


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _downloads(
    frame: Frame, spec: QuerySpec, given: Mapping[str, object], found: Answer | None
) -> list[tuple[str, str]]:
    """Return links to the answer as data; triples are Turtle."""
    query = urlencode(_pairs(given))
    end = f"?{query}" if query else ""
    forms = [("CSV", "csv"), ("JSON", "json"), ("TSV", "tsv"), ("Markdown", "md")]
    if not isinstance(found, Result | bool):
        forms = [("Turtle", "ttl")]
    links = [(name, f"/q/{spec.name}.{form}{end}") for name, form in forms[: 2 if frame.static else 4]]
    if isinstance(found, Result) and not frame.static:
        excel = urlencode([*_pairs(given), ("excel", "1")])
        links.insert(1, ("CSV for Excel", f"/q/{spec.name}.csv?{excel}"))
    return links


def _told(case: Case) -> str:
    """Return what a test of a header expects, in words."""
    asked = ", ".join(f"{name} {_text(value)}" for name, value in case.arguments.items())
    parts = [f"with {asked}" if asked else "as it stands"]
    if case.rows is not None:
        parts.append(f"{case.rows} row{'' if case.rows == 1 else 's'}")
    if case.contains:
        parts.append(
            "a row with " + ", ".join(f"{column} = {value}" for column, value in case.contains.items())
        )
    if case.equals:
        parts.append(f"the same as {case.equals}")
    return ": ".join([parts[0], "; ".join(parts[1:])])
