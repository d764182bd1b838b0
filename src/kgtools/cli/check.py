"""``kg check``: all findings of a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgtools import check as checks
from kgtools import codes, fixing, workers
from kgtools import project as projects
from kgtools.change import journal
from kgtools.cli import main, options, reporting, shaped
from kgtools.cli.progress import stages
from kgtools.cli.reporting import ReportFormat
from kgtools.cli.shaped import ShapesCommand
from kgtools.cli.watching import watch
from kgtools.diagnostics import Severity, text
from kgtools.errors import UsageError
from kgtools.following import Following
from kgtools.gate import FORMATS
from kgtools.sifting import Choice
from kgtools.since import changes

if TYPE_CHECKING:
    from typing import NoReturn

    from kgtools.diagnostics import Report
    from kgtools.project import Project
    from kgtools.validation import ValidationReport


@click.command(cls=ShapesCommand)
@click.argument("files", metavar="[FILES]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="SHAPES...",
    help="Judge FILES alone by these shapes, in any folder.",
)
@options.form(ReportFormat)
@click.option(
    "--fail-on", type=click.Choice([str(s) for s in Severity]), help="Least severity that fails (exit 1)."
)
@click.option("--select", multiple=True, metavar="CODES", help="Only these codes, or beginnings of codes.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these codes.")
@click.option("--fix", "mend", is_flag=True, help="First mend what can be mended without asking.")
@click.option("--dl", is_flag=True, help="Full OWL 2 DL too: consistency, satisfiable classes (needs Java).")
@click.option("--since", metavar="REVISION", help="Only findings in what changed since this git revision.")
@click.option("--watch", "again", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@options.timeout(None)
@options.output
@options.endpoint
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    shapes: tuple[Path, ...],
    form: str | None,
    fail_on: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    mend: bool,
    dl: bool,
    since: str | None,
    again: bool,
    timeout: float | None,
    output: Path | None,
) -> None:
    """Check the project: syntax, names and values, contradictions, then every shape.

    With FILES, these are judged merged with the project, and only findings about what
    they describe are printed. Exit 0 without findings, 1 with some, 3 where nothing
    could be judged.

    With --shapes, FILES alone are data, no project is needed, and -f turtle prints the W3C
    validation report.

    \b
    Examples:
      kg check
      kg check new-facts.ttl -f json
      kg check --select KG1,KG201 --fix
      kg check --dl --timeout 60
      kg check --since main
      kg check --watch -f short
      kg check data.ttl --shapes shapes.ttl -f turtle
      kg check --endpoint project
    """
    if shapes:
        _only(ctx, "--shapes", {"shapes", "form", "output", "fail_on", "timeout", "files"})
        found = workers.call(lambda: shaped.judged(files, shapes), timeout=timeout)
        _finish(ctx, found, reporting.form(form), Severity(fail_on or Severity.ERROR), output)
    choice = Choice(_codes(select), _codes(ignore))
    if options.endpoint_of(ctx):
        _only(ctx, "--endpoint", {"form", "output", "fail_on", "timeout", "select", "ignore"})
        _at_endpoint(ctx, reporting.form(form), fail_on, choice, timeout, output)
    root = options.own_root(ctx) if mend and not files else projects.locate(options.directory(ctx))
    project = projects.load(root)
    _remark(ctx, project)
    chosen = _existing(files)
    kind = reporting.form(form)
    codes.expect((*choice.select, *choice.ignore), project)
    if kind is ReportFormat.TURTLE:
        _only(ctx, "-f turtle", {"form", "output", "fail_on", "timeout", "files"})
        found = workers.call(lambda: shaped.of_project(project, chosen), timeout=timeout)
        _finish(ctx, found, kind, Severity(fail_on or project.fail_on), output)
    _refuse_combinations(ctx, files)

    following = Following()

    def judged(project: Project) -> Report:
        names = (*checks.STAGES, checks.HERMIT) if dl else checks.STAGES
        # HermiT ends by itself at its deadline; left behind in a thread, it would outlive this program.
        patience = None if dl else timeout
        with stages(names) as stage:
            report = workers.call(
                lambda: (
                    following.check(project, choice=choice, dl=dl, seconds=timeout, stage=stage)
                    if again
                    else checks.check(project, chosen, choice=choice, dl=dl, seconds=timeout, stage=stage)
                ),
                timeout=patience,
            )
        return changes(project, since).among(report) if since else report

    def show() -> None:
        project = projects.load(root)
        if options.is_terminal():
            click.clear()
        reporting.show(judged(project), project, kind)

    if again:
        with following.promise(project, choice):
            watch(root, show, main.report)
    if mend:
        _mend(project, chosen, choice)
    report = judged(project)
    if kind is ReportFormat.GITHUB:
        reporting.summarize(report, project)
    options.emit(reporting.rendered(report, project, kind, output), output)
    ctx.exit(reporting.exit_code(report, Severity(fail_on or project.fail_on)))


def _existing(files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files that are named, those of a folder for it.

    Raises:
        InputError: One is not there.
        UsageError: Standard input is meant.
    """
    if Path("-") in files:
        raise UsageError("files are judged, not standard input", hint="kg add - --dry-run judges that")
    return projects.existing(files)


def _remark(ctx: click.Context, project: Project) -> None:
    """Say what somebody may not expect of the facts that are judged."""
    if options.is_watched() and options.is_bundled(ctx, project.root):
        options.remark(
            f"note: no {projects.FILE} here or above, so this is the bundled project, {project.name}",
            "kg init DIR makes a project; kg check FILES --shapes SHAPES judges files alone",
        )
    if unread := project.unread_files:
        options.remark(
            f"warning: {', '.join(map(project.relative, unread))}: not read, for what the name ends with",
            f"these endings are read: {' '.join(FORMATS)}",
        )
    if files := journal.unfinished(project.root):
        options.remark(
            f"warning: a change of {', '.join(files)} was interrupted; some may be old and some new",
            "`kg doctor --recover` finishes or undoes it",
        )


def _mend(project: Project, chosen: tuple[Path, ...], choice: Choice) -> None:
    for gone in fixing.fix(project, chosen, choice=choice):
        click.echo(text.printable(f"fixed {text.headline(gone, project.prefixes)}"), err=True)


def _at_endpoint(
    ctx: click.Context,
    kind: ReportFormat,
    fail_on: str | None,
    choice: Choice,
    timeout: float | None,
    output: Path | None,
) -> NoReturn:
    """Print what shapes find where the facts are, and end with its exit code."""
    from kgtools import remote_check

    if kind is ReportFormat.TURTLE:
        raise UsageError("-f turtle does not go with --endpoint", hint="leave one of them out")
    graph = options.open_graph(ctx)
    codes.expect((*choice.select, *choice.ignore), graph.project)
    report = workers.call(lambda: remote_check.check(graph, choice=choice), timeout=timeout)
    options.emit(reporting.rendered(report, graph.project, kind, output), output)
    ctx.exit(reporting.exit_code(report, Severity(fail_on or graph.project.fail_on)))


def _refuse_combinations(ctx: click.Context, files: tuple[Path, ...]) -> None:
    given = ctx.params
    if given["since"] and files:
        raise UsageError("--since chooses what to report, and so do FILES", hint="give one of them")
    if given["again"] and (given["mend"] or given["output"] or files):
        raise UsageError("--watch takes no FILES, no --fix and no -o", hint="leave them out")


def _only(ctx: click.Context, what: str, known: set[str]) -> None:
    """Refuse options that make no sense beside another one.

    Raises:
        UsageError: One of them is given.
    """
    for option in ctx.command.params:
        if option.name not in known and ctx.params.get(option.name or "") not in (None, False, ()):
            raise UsageError(f"{what} does not go with {option.opts[0]}", hint="leave one of them out")


def _finish(
    ctx: click.Context, found: ValidationReport, kind: ReportFormat, least: Severity, output: Path | None
) -> NoReturn:
    """Print what some shapes found, and end with its exit code."""
    report = found.findings()
    if kind is ReportFormat.TURTLE:
        options.emit(found.to_turtle(), output)
    else:
        options.emit(reporting.rendered(report, found, kind, output), output)
    ctx.exit(reporting.exit_code(report, least))


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of an option that may be repeated and may hold several between commas."""
    return tuple(code.strip() for codes in given for code in codes.split(",") if code.strip())
