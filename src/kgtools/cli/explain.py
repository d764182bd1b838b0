"""``kg explain``: what a code means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools import project as projects
from kgtools.cli import options
from kgtools.explain import contents, explain

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kgtools.project import Project


_SEVERAL = 2


class Code(click.ParamType[str]):
    """A code of a finding; completes those of the project."""

    name = "code"

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the codes that begin with what was typed, each with what it means."""
        from click.shell_completion import CompletionItem

        project = projects.load(projects.locate(options.directory(ctx)))
        lines = (line.split(maxsplit=1) for line in contents(project).splitlines())
        return [
            CompletionItem(code, help=about)
            for code, about in lines
            if code.casefold().startswith(incomplete.casefold())
        ]


@click.command()
@click.argument("code", required=False, type=Code())
@click.pass_context
def command(ctx: click.Context, code: str | None) -> None:
    """Explain a code: cause, a wrong and a right example, and the cure.

    For a shape of the project it says in words what the shape asks. Without CODE it lists them all, and
    for a beginning that several have, such as KG1, those.

    \b
    Examples:
      kg explain
      kg explain KG103
      kg explain PersonShape
    """
    project = projects.load(projects.locate(options.directory(ctx)))
    options.emit(_listed(code or "", project) or explain(code or "", project))


def _listed(beginning: str, project: Project) -> str:
    """Return the lines of the codes that begin so; nothing where it is one of them, or fewer than two do."""
    lines = {line.split()[0].casefold(): line for line in contents(project).splitlines(keepends=True)}
    wanted = beginning.casefold()
    found = [line for code, line in lines.items() if code.startswith(wanted)]
    return "" if wanted in lines or len(found) < _SEVERAL else "".join(found)
