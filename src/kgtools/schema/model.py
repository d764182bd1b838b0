"""What the documentation of a schema says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kgtools.explain import Said
    from kgtools.terms import NamedNode, Term


class Word(NamedTuple):
    """A class, property or code.

    Attributes:
        node: The term.
        label: What people call it; its CURIE where nobody says.
        definition: What it means; "" where nobody says.
        depth: How far down it stands in the tree.
        size: Instances of a class, its subclasses included; uses of a property.
        links: Terms that belong to it, by the word for how: parents, domain, range.
        shapes: Shapes that judge its instances.
        instances: A few things of the class.
        uses: A few statements with the property: subject and object.
        questions: Names of the queries that use it.
    """

    node: NamedNode
    label: str
    definition: str
    depth: int = 0
    size: int = 0
    links: tuple[tuple[str, tuple[NamedNode, ...]], ...] = ()
    shapes: tuple[NamedNode, ...] = ()
    instances: tuple[NamedNode, ...] = ()
    uses: tuple[tuple[Term, Term], ...] = ()
    questions: tuple[str, ...] = ()


class Codes(NamedTuple):
    """A code list and its codes."""

    word: Word
    codes: tuple[Word, ...]


class Schema(NamedTuple):
    """All words of a project.

    Attributes:
        classes: As a tree: each class below its first named parent, with its depth.
        properties: By name.
        codes: The code lists (SKOS concept schemes).
        shapes: What is asked of facts, in words.
        questions: The queries by name, with what each asks.
    """

    classes: tuple[Word, ...]
    properties: tuple[Word, ...]
    codes: tuple[Codes, ...]
    shapes: tuple[Said, ...]
    questions: dict[str, str]
