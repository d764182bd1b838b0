"""Where a constraint looks at the data: the parts of a footprint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgtools.shapes.paths import Way
    from kgtools.terms import NamedNode


@dataclass(frozen=True, slots=True)
class Use:
    """A place where statements are looked at.

    Attributes:
        way: The paths from the focus node to the statement.
        predicate: Of the statement; None for any.
        at_object: Whether the way ends at the object, not at the subject.
        class_: Only statements whose object is this class or a subclass count.
    """

    way: Way
    predicate: NamedNode | None
    at_object: bool = False
    class_: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Footprint:
    """All uses of a constraint.

    Attributes:
        uses: The places from which a way leads back to the focus node.
        anywhere: Predicates whose statements may concern any focus node.
        always: Whether any change at all may concern any focus node.
    """

    uses: frozenset[Use] = frozenset()
    anywhere: frozenset[NamedNode] = frozenset()
    always: bool = False
