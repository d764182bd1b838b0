"""What of a graph is exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Options:
    """What of the graph to export, and in which language.

    Attributes:
        derived: RDF formats: also the derived date bounds.
        profile: Graph formats: the ``[export.NAME]`` table to project by; None takes
            ``[export.default]``, else a profile made from the ontology.
        language: Graph formats: language of labels, before the profile's own order.
        as_of: Graph formats: only what can have held on this day; things without dates stay.
        statuses: Graph formats: only situations with one of these statuses, by label or local
            name; empty takes all but the rejected.
    """

    derived: bool = False
    profile: str | None = None
    language: str | None = None
    as_of: date | None = None
    statuses: tuple[str, ...] = ()
