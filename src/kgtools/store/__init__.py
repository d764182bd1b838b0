"""Engines that hold quads and answer SPARQL, behind one protocol."""

from kgtools.store.base import Engine, Solutions

__all__ = ["Engine", "Solutions"]
