"""What every rule looks at: the files, their facts, the words of the ontology, and the names of things."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kgtools import gate
from kgtools.dataset import SourceFile
from kgtools.errors import InputError
from kgtools.lint import syntax
from kgtools.lint.declared import Ontology
from kgtools.lint.facts import Joined
from kgtools.lint.file import File, Role
from kgtools.lint.suggest import Suggestions
from kgtools.lint.usage import Usage
from kgtools.lint.vocabulary import Vocabulary
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.file import Fact
    from kgtools.project import Project
    from kgtools.terms import Term
    from kgtools.turtle.located import LocatedQuad


class Context:
    """A project as the rules see it. Everything is worked out once, when a rule first asks.

    Args:
        files: Its files, parsed with positions.
        project: What ``kg.toml`` says.
    """

    def __init__(self, files: tuple[File, ...], project: Project) -> None:
        self.files = files
        self.project = project

    @classmethod
    def of(
        cls, project: Project, extra: Iterable[Path] = (), *, known: Context | None = None
    ) -> tuple[Context, list[Diagnostic]]:
        """Return what can be read of a project, and a finding for each file that cannot.

        Args:
            project: Whose files to read.
            extra: Further files of facts, judged together with the project's.
            known: What was read before; a file that is as it was is not parsed again.
        """
        before = {file.path: file for file in known.files} if known and known.project == project else {}
        ontology, shapes, data = project.ontology_files, project.shape_files, project.data_files
        # Facts come last: a new file of them leaves the labels of all other blank nodes as they are.
        roles = dict.fromkeys((*ontology, *shapes, *data), Role.DATA)
        roles |= dict.fromkeys(ontology, Role.ONTOLOGY) | dict.fromkeys(shapes, Role.SHAPES)
        files: list[File] = []
        refused: list[Diagnostic] = []
        for number, path in enumerate(dict.fromkeys((*roles, *extra))):
            name = project.relative(path)
            try:
                source = SourceFile(path, name, project.read(path))
                gate.format_of(path)
            except InputError as error:
                refused.append(syntax.told(error))
                continue
            role = roles.get(path, Role.DATA)
            file = File(source, role, f"f{number}x", is_extra=path not in roles)
            if path in before and before[path].is_like(file):
                file = before[path]
            try:
                len(file.facts)
            except InputError as error:
                refused += syntax.explained(error, file, project)
            files.append(file)
        return cls(tuple(files), project), refused

    @property
    def parsed(self) -> dict[str, list[LocatedQuad]]:
        """The triples of each file by its name."""
        return {file.name: file.quads for file in self.files}

    def facts_of(self, role: Role) -> Joined:
        """Return the facts of all files of a role."""
        return Joined([file.index for file in self.files if file.role is role])

    @cached_property
    def facts(self) -> Joined:
        """Ontology and facts together."""
        return Joined([self.ontology, self.data])

    @cached_property
    def data(self) -> Joined:
        """The facts alone."""
        return self.facts_of(Role.DATA)

    @cached_property
    def ontology(self) -> Joined:
        """The ontology alone."""
        return self.facts_of(Role.ONTOLOGY)

    @cached_property
    def declared(self) -> Ontology:
        """The terms that the ontology declares as the project's own."""
        return Ontology(self.ontology, self.vocabulary)

    @property
    def shape_files(self) -> tuple[File, ...]:
        """The files of shapes."""
        return tuple(file for file in self.files if file.role is Role.SHAPES)

    @cached_property
    def shapes(self) -> Joined:
        """The shapes alone."""
        return self.facts_of(Role.SHAPES)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the ontology declares."""
        return Vocabulary(self.ontology, self.facts)

    @cached_property
    def usage(self) -> Usage:
        """What kinds of values the properties of the facts have."""
        return Usage(self.data, self.vocabulary, self.project)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Names that somebody may have meant."""
        return Suggestions(self.facts, self.shapes, self.vocabulary, self.project)

    def show(self, term: Term) -> str:
        """Return a term between backticks, as a person writes it."""
        return f"`{self.project.prefixes.show(term)}`"

    def is_described(self, term: Term) -> bool:
        """Return whether some file says something about a term."""
        return term in self.facts.by_subject or term in self.shapes.by_subject

    def is_derived(self, term: Term) -> bool:
        """Return whether a term is one of the date bounds, which nobody writes."""
        return self.project.bounds is not None and term in self.project.bounds

    def is_word(self, term: Term) -> bool:
        """Return whether a class or property of this name has to be declared.

        Its namespace is one of the ontology's, or that of the project's individuals: there too a word is
        missed by every shape, as where a name has the wrong prefix.
        """
        return self.vocabulary.defines(term) or (bool(self.vocabulary.namespaces) and self.is_own(term))

    @cached_property
    def own(self) -> dict[Term, list[Fact]]:
        """The things in the namespace of individuals that the facts describe, each with its facts."""
        return {node: facts for node, facts in self.data.by_subject.items() if self.is_own(node)}

    def is_own(self, term: Term) -> bool:
        """Return whether a term is an IRI in the project's namespace of individuals, with a name there."""
        if not isinstance(term, NamedNode):
            return False
        base, iri = self.project.base, term.value
        return iri.startswith(base) and len(iri) > len(base) and not iri.startswith("graph/", len(base))
