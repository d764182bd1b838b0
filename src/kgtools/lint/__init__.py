"""What is wrong with facts although every shape may be content: names, values, files."""

from kgtools.lint.context import Context
from kgtools.lint.run import lint

__all__ = ["Context", "lint"]
