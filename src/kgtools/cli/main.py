"""``kg``: finds the command, runs it where it can be stopped, and turns errors into exit codes."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

import click

from kgtools import __version__, workers
from kgtools.errors import InputError, KgError, WriteError

if TYPE_CHECKING:
    from typing import NoReturn, TextIO

# Sub-commands are imported when asked for: `kg query` must not wait for what `kg check` needs.
COMMANDS = {
    "add": "Add facts: judged, then written where they belong.",
    "check": "Check facts: all findings, with file and reason.",
    "classify": "Show the class tree that the ontology implies (needs Java).",
    "clean": "Delete the project's caches.",
    "diff": "Show what changed: facts, findings, conclusions, answers.",
    "docs": "Write what the schema's words mean, as a web page.",
    "doctor": "Show the installation, the project and what is missing.",
    "explain": "Explain a code: cause, example, cure.",
    "export": "Write the graph for another program.",
    "find": "Find things by name.",
    "fmt": "Write Turtle in its one layout.",
    "infer": "Print what follows from any ontology and data.",
    "init": "Make a new project.",
    "path": "Show how two things are connected.",
    "push": "Load the project into a SPARQL endpoint.",
    "queries": "List, show, test and write named queries.",
    "query": "Ask a named query, a file, or any SPARQL.",
    "remove": "Take facts out, if what remains is right.",
    "serve": "Open the graph in a browser, and as a SPARQL endpoint.",
    "show": "Show everything stated about a thing.",
    "site": "Write the pages of the workbench as files.",
    "stats": "Count what is in the graph.",
    "template": "Print the CSV header for new things of a class.",
    "test": "Run the cases of shapes and queries.",
    "why": "Show why a fact holds: rules, files, lines, sources, claimants.",
}
CLOSED_PIPE = 141  # 128 + SIGPIPE: what the shell expects of a writer whose reader left
INTERRUPTED = 130  # 128 + SIGINT


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, imported on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return one command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kgtools.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; an unknown one gets a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = _meant(ctx, args[0])
            hint = f" Did you mean '{near}'?" if near else ""
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)


def _meant(ctx: click.Context, word: str) -> str | None:
    """Return what somebody may have meant by a word that is no command: a question, too, may be named so."""
    from difflib import get_close_matches

    from kgtools.cli import options

    if word == "help":
        return "kg --help"
    with suppress(KgError):
        if word in options.open_graph(ctx).queries.names:
            return f"kg query {word}"
    return next(iter(get_close_matches(word.lower(), COMMANDS, n=1)), None)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "directory", metavar="DIR", help="Work on the project in this folder.")
@click.version_option(__version__, prog_name="kg")
def kg(directory: str | None) -> None:
    """Check facts like a compiler, ask them by name, browse them.

    \b
    Examples:
      kg check
      kg query NAME --help
      kg show "On the Origin of Species"

    Without a kg.toml in this folder or above, the bundled project is used.
    Completion: eval "$(_KG_COMPLETE=bash_source kg)"  (also zsh_source, fish_source)
    """


def main() -> NoReturn:
    """Run the command line and end the process.

    The command runs in a thread that can be left behind, so that Ctrl-C and time limits
    end the process at once, also inside a query that the engine cannot cancel.
    """
    # A command makes many terms that live to its end; looking through them every 700 is a tenth of its time.
    gc.set_threshold(100_000, 50, 50)
    # Python has no stream where the shell closed it (>&-); what is written there shall be nowhere.
    sys.stdout, sys.stderr = (stream or _nowhere() for stream in (sys.stdout, sys.stderr))
    try:
        code = workers.call(_run)
    except KeyboardInterrupt:
        _clear_line()
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader left; Python must not find out again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = CLOSED_PIPE
    except KgError as error:
        report(error)
        code = error.exit_code
    except PermissionError as error:
        report(InputError(f"'{error.filename}' cannot be read or written: {error.strerror}"))
        code = InputError.exit_code
    except OSError as error:
        if error.filename is not None:
            raise
        report(WriteError(f"cannot write to standard output: {error.strerror}"))
        code = WriteError.exit_code
    _leave(code)


def _clear_line() -> None:
    """Take away a bar that is left behind in a thread, and show the cursor that it hid."""
    stream = sys.__stderr__  # a bar puts its own in place of sys.stderr
    if stream and stream.isatty() and os.environ.get("TERM") != "dumb":
        stream.write("\r\x1b[K\x1b[?25h")
        stream.flush()


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - to be written to until the end


def _run() -> int:
    stdout = sys.stdout
    if "_KG_COMPLETE" in os.environ:
        from kgtools.cli import completion

        completion.register()
    try:
        result = kg.main(standalone_mode=False, prog_name="kg")
        sys.stdout.flush()
    except SystemExit as stop:
        # click ends so where the shell completes; and where the reader of a pipe left, having
        # wrapped the stream that nobody reads.
        if sys.stdout is not stdout:
            raise BrokenPipeError from None
        return stop.code if isinstance(stop.code, int) else 0
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        if isinstance(error, click.NoSuchOption) and error.option_name == "-C":
            click.echo("  = help: it stands before the command: kg -C DIR COMMAND", err=True)
        return error.exit_code
    return result if isinstance(result, int) else 0


def report(error: KgError) -> None:
    """Print an error for a person on stderr: place, what is wrong, what to do."""
    from kgtools.query.grid import printable

    place = f"{error.location}: " if error.location else ""
    click.echo(printable(f"{place}error[{error.code}]: {error.message}"), err=True)
    if error.hint:
        click.echo(printable(f"  = help: {error.hint}"), err=True)


def _leave(code: int) -> NoReturn:
    """End the process now.

    A query may still run in a thread that nothing can stop; and taking a store apart, triple by
    triple, would take half as long as loading it.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # a full disk or a closed pipe has been told already
            stream.flush()
    os._exit(code)
