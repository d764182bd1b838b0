"""Options that several commands share, and how they open the project and print."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kgtools import project as projects
from kgtools.cli.progress import loading
from kgtools.errors import UsageError, WriteError
from kgtools.files import replace
from kgtools.graph import Graph
from kgtools.query.grid import printable
from kgtools.query.parameters import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

_ENDPOINT = "kgtools.endpoint"
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
Command = TypeVar("Command", bound="Callable[..., Any]")


class Day(click.ParamType[date]):
    """A day, written 2018-06-12."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day.

        Raises:
            click.BadParameter: It is no day of the calendar.
        """
        if not isinstance(value, str):
            return value
        day = parse_day(value)
        if day is None:
            self.fail(f"'{value}' is no day; write it like 2018-06-12", param, ctx)
        return day


class Name(click.ParamType[str]):
    """A label, alias, CURIE or IRI; completes labels."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the labels that begin with what was typed."""
        from click.shell_completion import CompletionItem

        labels = open_graph(ctx).labels
        beginning = incomplete.casefold()
        names = sorted({name for name, _ in labels.names() if name.casefold().startswith(beginning)})
        return [CompletionItem(name) for name in names[:50]]


class Language(click.ParamType[str]):
    """A language tag (BCP 47), such as ko or zh-Hans."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the tag.

        Raises:
            click.BadParameter: It is none.
        """
        if not _TAG.fullmatch(value):
            self.fail(f"'{value}' is no language tag; write it like ko", param, ctx)
        return value

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the languages of the project that begin with what was typed."""
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(tag) for tag in open_graph(ctx).project.languages if tag.startswith(incomplete)
        ]


def completing(
    words: Iterable[str],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Return what completes a word for the shell: those of the given ones that begin so."""
    known = [*words]
    return lambda _ctx, _param, incomplete: [word for word in known if word.startswith(incomplete)]


def directory(ctx: click.Context) -> str | None:
    """Return the folder that ``-C`` names, if it does, also while the shell completes."""
    folder: str | None = ctx.find_root().params.get("directory")
    return folder


def open_graph(ctx: click.Context, language: str | None = None) -> Graph:
    """Return the graph of the project that ``-C`` names, or of the nearest one, asked where the user says."""
    at = endpoint_of(ctx)
    graph = Graph(directory(ctx), language=language, progress=loading(), endpoint=at)
    own = graph.project.languages
    if language and not at and language not in own and not graph.labels.is_spoken():
        remark(f"note: no label has the language '{language}'", f"kg.toml names {', '.join(own)}")
    return graph


def open_own_graph(ctx: click.Context) -> Graph:
    """Return the graph of a project that is written to, which is never the bundled one by default.

    Raises:
        UsageError: No folder is named, and neither this one nor one above is a project.
    """
    own_root(ctx)
    return open_graph(ctx)


def own_root(ctx: click.Context) -> Path:
    """Return the root of a project that is written to, which is never the bundled one by default.

    Raises:
        UsageError: No folder is named, and neither this one nor one above is a project.
    """
    root = projects.locate(directory(ctx))
    if is_bundled(ctx, root):
        hint = "kg init DIR makes a project; -C DIR works on the one there"
        raise UsageError("neither this folder nor one above is a project", hint=hint)
    return root


def is_bundled(ctx: click.Context, root: Path) -> bool:
    """Return whether the project there is worked on only for want of another."""
    return directory(ctx) is None and not Path.cwd().resolve().is_relative_to(root)


def endpoint_of(ctx: click.Context) -> str | None:
    """Return what ``--endpoint`` names, before or after the name of a sub-command."""
    found: str | None = ctx.meta.get(_ENDPOINT)
    return found


def endpoint_option(purpose: str = "Ask the facts at a SPARQL endpoint") -> click.Option:
    """Return ``--endpoint URL``: whoever opens the graph asks :func:`endpoint_of`, commands need no value.

    Args:
        purpose: What is done there, for the help text.
    """

    def keep(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            ctx.meta[_ENDPOINT] = value

    return click.Option(
        ["--endpoint"],
        metavar="URL",
        expose_value=False,
        callback=keep,
        help=f"{purpose}; 'project' takes that of kg.toml.",
    )


def endpoint(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--endpoint URL``: ask the facts there."""
    params = command.__dict__.setdefault("__click_params__", [])  # where click's decorators keep them
    params.append(endpoint_option())
    return command


def output(command: Command) -> Command:
    """Add ``-o FILE``: write there instead of to the terminal."""
    return click.option(
        "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to a file."
    )(command)


def output_folder(command: Command) -> Command:
    """Add ``-o FOLDER``, and ``--force`` to write into one that holds something else."""
    command = click.option("--force", is_flag=True, help="Write into a folder that holds something else.")(
        command
    )
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, file_okay=False),
        required=True,
        help="The folder to write; made where it is not there.",
    )(command)


def form(kinds: Iterable[str]) -> Callable[[Command], Command]:
    """Add ``-f FORMAT``, one of some that the help lists and the shell completes."""
    known = [*kinds]
    return click.option(
        "-f",
        "--format",
        "form",
        metavar="FORMAT",
        shell_complete=completing(known),
        help=f"One of: {' '.join(known)}.",
    )


def listing(command: Command) -> Command:
    """Add ``-f FORMAT`` of listings."""
    return form(("table", "csv", "json"))(command)


def language(command: Command) -> Command:
    """Add ``--lang``: the language of labels."""
    params = command.__dict__.setdefault("__click_params__", [])  # where click's decorators keep them
    params.append(language_option())
    return command


def language_option() -> click.Option:
    """Return ``--lang TAG``."""
    return click.Option(["--lang"], type=Language(), metavar="TAG", help="Language of labels, such as ko.")


def as_of(command: Command) -> Command:
    """Add ``--as-of DAY``."""
    return click.option("--as-of", type=Day(), metavar="DAY", help="Only what may hold on this day.")(command)


def timeout(default: float | None) -> Callable[[Command], Command]:
    """Add ``--timeout SECONDS``."""
    return click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=default,
        show_default=default is not None,
        metavar="SECONDS",
        help="Stop after this time (exit 4).",
    )


def emit(text: str | bytes, target: Path | None = None) -> None:
    """Write a finished answer to a file, whole or not at all, or to standard output.

    Raises:
        WriteError: It cannot be written.
    """
    data = text.encode() if isinstance(text, str) else text
    if target is None:
        _print(data)
        return
    try:
        replace(target, data)
    except OSError as error:
        raise WriteError(f"cannot write '{target}': {error.strerror}") from None


def _print(data: bytes) -> None:
    try:
        sys.stdout.flush()
        rest = memoryview(data)
        while rest:  # with PYTHONUNBUFFERED a write may take a part only
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"cannot write to standard output: {error.strerror}") from None


def is_terminal() -> bool:
    """Return whether a person reads the output."""
    return sys.stdout.isatty()


def is_watched() -> bool:
    """Return whether a person reads what is said beside the output."""
    return sys.stderr.isatty()


def remark(text: str, hint: str = "") -> None:
    """Say something beside the output, and what to do about it."""
    for line in (text, f"  = help: {hint}") if hint else (text,):
        click.echo(printable(line), err=True)


def one_of(kind: type[Any], text: str | None) -> Any:
    """Return the member of an enumeration that a text names, None for None.

    Raises:
        UsageError: There is none; the message lists them.
    """
    if text is None:
        return None
    try:
        return kind(text)
    except ValueError:
        known = " ".join(str(member) for member in kind)
        raise UsageError(f"unknown format '{text}'", hint=f"one of: {known}") from None
