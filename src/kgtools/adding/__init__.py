"""Adding facts to a project and taking them out: judged first, then written whole or not at all."""

from kgtools.adding.addition import add
from kgtools.adding.given import given
from kgtools.adding.model import Change
from kgtools.adding.offer import Offer, take
from kgtools.adding.removal import facts_about, remove
from kgtools.adding.template import Column, Template

__all__ = [
    "Change",
    "Column",
    "Offer",
    "Template",
    "add",
    "facts_about",
    "given",
    "remove",
    "take",
]
