"""The words of a project, for people: classes, properties, code lists, shapes, and who uses them."""

from kgtools.schema.model import Codes, Schema, Word
from kgtools.schema.read import read
from kgtools.schema.tree import tree

__all__ = ["Codes", "Schema", "Word", "read", "tree"]
