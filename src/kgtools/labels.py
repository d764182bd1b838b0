"""Names of things: the label of a term, and the term that a label means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.errors import UsageError
from kgtools.terms import RDF, RDFS, WELL_KNOWN, Literal, NamedNode, is_iri, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.project import Project
    from kgtools.store import Engine
    from kgtools.terms import AnyTerm

_SUGGESTIONS = 3
_CUTOFF = 65  # below this, rapidfuzz's ratio suggests names that have nothing in common
_SURE = 80  # below this, some of them


class Hit(NamedTuple):
    """A thing found by its name: the thing, the name that fits, and how well (0 to 100)."""

    node: NamedNode
    name: str
    score: float


class Labels:
    """Labels and aliases of everything in a store.

    Args:
        project: Which properties name things, and the order of languages.
        store: Where to look.
        language: Preferred before the project's own order.
    """

    def __init__(self, project: Project, store: Engine, language: str | None = None) -> None:
        self._project = project
        self._store = store
        self._wanted = tuple(_lookup(language)) if language else ()
        self._languages = (*self._wanted, *project.languages)
        self._known: dict[AnyTerm, str] = {}
        self._given: dict[NamedNode, str | None] = {}

    def of(self, term: AnyTerm) -> str:
        """Return what a person calls a term: label, else CURIE; the text of a literal."""
        if isinstance(term, Literal):
            return term.value
        if term not in self._known:
            named = self.given(term) if isinstance(term, NamedNode) else None
            self._known[term] = named or self._project.prefixes.show(term).strip("<>")
        return self._known[term]

    def given(self, node: NamedNode) -> str | None:
        """Return the label that the data give a thing, in the best language; None without one."""
        if node not in self._given:
            self._given[node] = self._found(node)
        return self._given[node]

    def _found(self, node: NamedNode) -> str | None:
        for role in self._project.roles.label:
            names = {
                quad.object.language or "": quad.object.value
                for quad in self._store.match(node, role)
                if isinstance(quad.object, Literal)
            }
            for language in (*self._languages, "", *names):
                if language in names:
                    return names[language]
        return None

    def is_spoken(self) -> bool:
        """Return whether any label has the preferred language."""
        return any(
            quad.object.language in self._wanted
            for role in (*self._project.roles.label, *self._project.roles.alias)
            for quad in self._store.match(None, role)
            if isinstance(quad.object, Literal)
        )

    def names(self) -> Iterator[tuple[str, NamedNode]]:
        """Yield every label and alias with the thing it names."""
        for role in (*self._project.roles.label, *self._project.roles.alias):
            for quad in self._store.match(None, role):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    yield quad.object.value, quad.subject

    def types(self, node: NamedNode) -> list[NamedNode]:
        """Return the stated classes of a thing."""
        return [
            quad.object for quad in self._store.match(node, RDF["type"]) if isinstance(quad.object, NamedNode)
        ]

    def instances(self, wanted: NamedNode) -> set[NamedNode]:
        """Return all instances of a class and of its subclasses."""
        return {
            quad.subject
            for each in self._with_subclasses(wanted)
            for quad in self._store.match(None, RDF["type"], each)
            if isinstance(quad.subject, NamedNode)
        }

    def _with_subclasses(self, wanted: NamedNode) -> set[NamedNode]:
        classes = {wanted}
        waiting = [wanted]
        while waiting:
            for quad in self._store.match(None, RDFS["subClassOf"], waiting.pop()):
                if isinstance(quad.subject, NamedNode) and quad.subject not in classes:
                    classes.add(quad.subject)
                    waiting.append(quad.subject)
        return classes

    def _may_be(self, node: NamedNode, class_: NamedNode) -> bool:
        """Return whether a thing may be of a class: nobody states the types that only follow."""
        classes, types = self._with_subclasses(class_), self.types(node)
        if not types or not classes.isdisjoint(types):
            return True
        return not any(True for each in classes for _ in self._store.match(None, RDF["type"], each))

    def resolve(self, text: str, *, within: NamedNode | None = None) -> NamedNode:
        """Return the one thing that a label, alias, CURIE or IRI means; never a guess.

        Args:
            text: What the user wrote; case does not matter in labels. A thing of the project goes before
                a term of a well-known vocabulary with the same label.
            within: Only instances of this class.

        Raises:
            UsageError: Nothing has this name (with up to three suggestions), or more than one
                thing has (with the IRI and class of each); or it is none of the class.
        """
        node = self._iri(text)
        if node is not None and self._is_known(node):
            if within and not self._may_be(node, within):
                message = f"nothing is called '{text}' among {self.of(within)}"
                raise UsageError(message, hint=self._is_another(text, [node]))
            return node
        allowed = self.instances(within) if within else None
        wanted = text.casefold().strip()
        indexed = self._store.named(wanted)
        if indexed is None:
            indexed = (node for name, node in self.names() if name.casefold() == wanted)
        exact = {node for node in indexed if allowed is None or node in allowed}
        exact = {node for node in exact if not _is_well_known(node)} or exact
        if len(exact) == 1:
            return exact.pop()
        if exact:
            raise self._ambiguous(text, exact)
        kind = f" among {self.of(within)}" if within else ""
        if within and (others := [node for name, node in self.names() if name.casefold() == wanted]):
            raise UsageError(f"nothing is called '{text}'{kind}", hint=self._is_another(text, others))
        names = [(name, node) for name, node in self.names() if allowed is None or node in allowed]
        if node is not None:
            hint = _choice(self._spelt_like(node, (each for _, each in names)))
            raise UsageError(f"nothing is called '{text}'{kind}", hint=hint)
        hint = self._unknown_prefix(text) or _did_you_mean(text, names)
        raise UsageError(f"nothing is called '{text}'{kind}", hint=hint)

    def alike(self, node: NamedNode, text: str) -> list[str]:
        """Return what may have been meant by a thing of which nothing is said, best first.

        Args:
            node: The thing.
            text: The words of its name: labels that hold them are given where no IRI is spelt like it.
        """
        near = self._spelt_like(node, (each for _, each in self.names()))
        return near or [hit.name for hit in self.search(text, limit=_SUGGESTIONS) if hit.score > _SURE]

    def _spelt_like(self, node: NamedNode, known: Iterable[NamedNode]) -> list[str]:
        """Return the CURIEs that differ in few letters; that parts of them look alike means nothing."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        show = self._project.prefixes.show
        name = show(node)
        most = max(1, len(name) // 6)
        near = process.extract(
            name, sorted(set(map(show, known))), scorer=OSA.distance, score_cutoff=most, limit=_SUGGESTIONS
        )
        return [other for other, *_ in near]

    def search(self, text: str, *, within: NamedNode | None = None, limit: int = 20) -> list[Hit]:
        """Return things whose label or alias resembles a text, best first, each thing once.

        Names that have all words of the text come before those that only resemble it.
        """
        from rapidfuzz import fuzz, process, utils

        allowed = self.instances(within) if within else None
        names = [(name, node) for name, node in self.names() if allowed is None or node in allowed]
        found = process.extract(
            text,
            [name for name, _ in names],
            scorer=fuzz.WRatio,
            processor=utils.default_process,
            limit=None,
            score_cutoff=_CUTOFF,
        )
        words = set(utils.default_process(text).split())

        def rank(hit: Hit) -> tuple[bool, float, int, str]:
            lacks = not words.issubset(utils.default_process(hit.name).split())
            return lacks, -hit.score, len(hit.name), hit.node.value

        best: dict[NamedNode, Hit] = {}
        for hit in sorted((Hit(names[index][1], name, score) for name, score, index in found), key=rank):
            best.setdefault(hit.node, hit)
        return list(best.values())[:limit]

    def _iri(self, text: str) -> NamedNode | None:
        iri = self._project.prefixes.resolve(text)
        # It may only look like an IRI: "id:two words".
        return NamedNode(iri) if iri is not None and is_iri(iri) else None

    def _is_known(self, node: NamedNode) -> bool:
        return any(True for _ in self._store.match(node)) or any(
            True for _ in self._store.match(None, None, node)
        )

    def _is_another(self, text: str, nodes: Iterable[NamedNode]) -> str:
        """Return what things of other classes the name means."""
        kinds = sorted({self.of(each) for node in nodes for each in self.types(node)})
        return f"'{text}' is of the class {' or '.join(kinds)}" if kinds else f"'{text}' has no class"

    def _unknown_prefix(self, text: str) -> str | None:
        """Return that nobody declares the prefix of what reads like a CURIE."""
        prefix, colon, local = text.partition(":")
        if not (colon and local) or any(map(str.isspace, text)) or prefix in self._project.prefixes:
            return None
        return f"no prefix '{prefix}:' is known; kg.toml names those of the project"

    def _ambiguous(self, text: str, nodes: Iterable[NamedNode]) -> UsageError:
        show = self._project.prefixes.show
        listed = sorted(f"{show(node)} ({', '.join(self.of(c) for c in self.types(node))})" for node in nodes)
        return UsageError(f"'{text}' means {len(listed)} things", hint="say which: " + "; ".join(listed))


def _lookup(language: str) -> Iterator[str]:
    """Yield a language tag, then what is left of it without its last parts (RFC 4647, 3.4)."""
    parts = language.lower().split("-")
    return ("-".join(parts[:end]) for end in range(len(parts), 0, -1))


def _is_well_known(node: NamedNode) -> bool:
    return node.value[: -len(local_name(node.value)) or None] in WELL_KNOWN.values()


def _did_you_mean(text: str, names: list[tuple[str, NamedNode]]) -> str | None:
    from rapidfuzz import fuzz, process, utils

    near = process.extract(
        text,
        sorted({name for name, _ in names}),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=None,
        score_cutoff=_CUTOFF,
    )
    best = sorted(near, key=lambda hit: (-hit[1], len(hit[0])))[:_SUGGESTIONS]
    return _choice([name for name, *_ in best])


def _choice(names: list[str]) -> str | None:
    return f"did you mean {', '.join(map(repr, names))}?" if names else None
