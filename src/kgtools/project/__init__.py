"""A project: a folder with ``kg.toml``, its files by convention and its policy.

``ontology/**`` holds the terms (``ontology/shapes/**`` the shapes), ``data/**`` the
facts, ``queries/*.rq`` the questions.
"""

from kgtools.project.folder import FILE, existing, find, locate
from kgtools.project.model import Bounds, Project, Roles, TimeRule
from kgtools.project.reader import load

__all__ = ["FILE", "Bounds", "Project", "Roles", "TimeRule", "existing", "find", "load", "locate"]
