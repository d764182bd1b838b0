"""The codes that a check of a project can print: ours, and the names of its shapes and of its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools import checks
from kgtools.diagnostics.registry import REGISTRY
from kgtools.errors import Location, ProjectError, UsageError
from kgtools.lint import Context
from kgtools.lint.suggest import nearest_name
from kgtools.shapes.vocabulary import COMPONENTS
from kgtools.terms import SH, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.project import Project

_ALIAS: Final = "SH-"
_COMPONENT: Final = "ConstraintComponent"
_OURS: Final = (*REGISTRY, *(f"{_ALIAS}{name}" for name in COMPONENTS))


def component(code: str, context: Context) -> NamedNode | None:
    """Return the constraint component all of whose findings a code stands for, None where it stands for none.

    Example:
        >>> from kgtools import bundle, project
        >>> context, _ = Context.of(project.load(bundle.root()))
        >>> component("SH-MinCount", context)
        <NamedNode value=http://www.w3.org/ns/shacl#MinCountConstraintComponent>
    """
    known = (*(SH[f"{name}{_COMPONENT}"] for name in COMPONENTS), *_components(context))
    return next((node for node in known if _alias(node) == code), None)


def _alias(node: NamedNode) -> str:
    return f"{_ALIAS}{local_name(node.value).removesuffix(_COMPONENT)}"


def _components(context: Context) -> list[NamedNode]:
    """Return the components that the shapes of a project declare."""
    facts = context.shapes.by_object.get(SH[_COMPONENT], ())
    return [fact.subject for fact in facts if isinstance(fact.subject, NamedNode)]


def of_shapes(context: Context) -> dict[str, NamedNode]:
    """Return the shapes of a project by their codes."""
    return {local_name(node.value): node for node in context.shapes.by_subject if isinstance(node, NamedNode)}


def _known(context: Context) -> list[str]:
    own = map(_alias, _components(context))
    return [*_OURS, *own, *of_shapes(context), *checks.catalogue(context.project).names]


def hint(code: str, context: Context) -> str:
    """Return what helps with a code that there is not."""
    meant = nearest_name(code, _known(context))
    return f"did you mean '{meant}'?" if meant else "see 'kg explain'"


def expect(beginnings: Iterable[str], project: Project) -> None:
    """Refuse what no code of a check begins with: to choose by it would pass by looking at nothing.

    Args:
        beginnings: Codes, or beginnings of codes.
        project: Whose shapes and checks have codes too.

    Raises:
        UsageError: There is no such code; the message names the nearest.

    Example:
        >>> from kgtools import bundle, project
        >>> expect(["KG1", "SH-MinCount"], project.load(bundle.root()))
    """
    if own := _not_ours(beginnings):
        context, _ = Context.of(project)
        known = _known(context)
        for start in own:
            if not _begins(start, known):
                raise UsageError(f"no code '{start}'", hint=hint(start, context))


def expect_settings(context: Context) -> None:
    """Refuse codes under ``[check]`` of ``kg.toml`` that nothing in the project has.

    Those of ours were looked at when ``kg.toml`` was read.

    Raises:
        ProjectError: There is no such code; the message names the nearest.
    """
    project = context.project
    starts, whole = _not_ours(project.ignore), _not_ours(project.levels)
    if not starts and not whole:
        return
    known = _known(context)
    strange = [start for start in starts if not _begins(start, known)]
    for code in (*strange, *(code for code in whole if code not in known)):
        path = project.root / "kg.toml"
        lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        line = next((number for number, text in lines if code in text), None)
        raise ProjectError(
            f"[check] names '{code}', which is no code",
            hint=hint(code, context),
            location=Location(str(path), line),
        )


def _not_ours(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if not _begins(code, _OURS)]


def _begins(start: str, codes: Iterable[str]) -> bool:
    return any(code.startswith(start) for code in codes)
