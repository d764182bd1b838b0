"""Facts that fit into files: about things with IRIs, each thing with a source."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Diagnostic, Severity
from kgtools.errors import UsageError
from kgtools.terms import RDF, BlankNode, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.change.homes import Homes
    from kgtools.project import Project
    from kgtools.terms import AnyTerm

_TYPE: Final = RDF["type"]


def sourced(project: Project, facts: Iterable[Quad], source: NamedNode, homes: Homes) -> list[Quad]:
    """Return facts, and a source for every thing among them that has none and is none itself.

    Raises:
        UsageError: ``kg.toml`` does not say how the project names sources.
    """
    given, role = list(facts), project.roles.source
    if role is None:
        raise UsageError(
            "this project has no property for sources", hint="name it in kg.toml: [roles] source"
        )
    known = [fact for fact in (*homes.facts, *given) if fact.predicate == role]
    done = {fact.subject for fact in known} | {fact.object for fact in known} | {source}
    bare = dict.fromkeys(fact.subject for fact in given if fact.subject not in done)
    return [*given, *(Quad(subject, role, source) for subject in bare)]


def unfit(project: Project, new: Iterable[Quad], homes: Homes) -> tuple[dict[Quad, None], list[Diagnostic]]:
    """Return the facts that no file takes, and why: about blank nodes, or about a thing without a source."""
    offered = list(new)
    refused = {fact: None for fact in offered if has_blank_node(fact)}
    reasons = list(_about_blank_nodes(project, refused))
    about = _by_thing(offered)
    for subject in _without_source(project, offered, homes):
        refused |= dict.fromkeys(about[subject])
        reasons.append(_no_source(project, subject))
    return refused, reasons


def without_home(
    project: Project, facts: Iterable[Quad], homes: Homes
) -> tuple[list[Quad], list[Diagnostic]]:
    """Return the facts for which no file is known, and why: about new things without a class."""
    lost = {subject: own for subject, own in _by_thing(facts).items() if not homes.has(subject, own)}
    reasons = [
        Diagnostic(
            "KG111",
            Severity.ERROR,
            f"no class tells which file describes `{project.prefixes.show(subject)}`",
            focus_node=subject,
            help="add its class, or name the file: --into FILE",
        )
        for subject in lost
    ]
    return [fact for own in lost.values() for fact in own], reasons


def _by_thing(facts: Iterable[Quad]) -> dict[NamedNode, list[Quad]]:
    about: defaultdict[NamedNode, list[Quad]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact.subject, NamedNode):
            about[fact.subject].append(fact)
    return about


def has_blank_node(fact: Quad) -> bool:
    """Return whether a fact is about a blank node, which no file takes."""
    return _blank(fact) is not None


def _blank(fact: Quad) -> BlankNode | None:
    return next((term for term in (fact.subject, fact.object) if isinstance(term, BlankNode)), None)


def _about_blank_nodes(project: Project, facts: Iterable[Quad]) -> Iterator[Diagnostic]:
    """Yield one finding for each blank node, at the first fact that has it."""
    seen = set()
    for fact in facts:
        node = _blank(fact)
        if node not in seen:
            seen.add(node)
            yield Diagnostic(
                "KG009",
                Severity.ERROR,
                "a fact about a blank node",
                help="give the node an IRI",
                focus_node=fact.subject if isinstance(fact.subject, NamedNode | BlankNode) else None,
                path=project.prefixes.show(fact.predicate) if node != fact.subject else None,
                value=node if node != fact.subject else None,
            )


def _without_source(project: Project, facts: list[Quad], homes: Homes) -> list[NamedNode]:
    """Return the things that neither have a source nor are one, nor of a kind with those that are."""
    role = project.roles.source
    if role is None:
        return []
    merged = [*homes.facts, *facts]
    has_source = {fact.subject for fact in merged if fact.predicate == role}
    documents: set[AnyTerm] = {fact.object for fact in merged if fact.predicate == role}
    kinds = {fact.object for fact in merged if fact.predicate == _TYPE and fact.subject in documents}
    documents |= {fact.subject for fact in merged if fact.predicate == _TYPE and fact.object in kinds}
    subjects = dict.fromkeys(fact.subject for fact in facts)
    return [s for s in subjects if isinstance(s, NamedNode) and s not in has_source and s not in documents]


def _no_source(project: Project, subject: NamedNode) -> Diagnostic:
    path = project.prefixes.show(project.roles.source or _TYPE)
    return Diagnostic(
        "KG501",
        Severity.ERROR,
        f"`{project.prefixes.show(subject)}` has no source",
        focus_node=subject,
        path=path,
        help=f"add {path}, or give --source",
    )
