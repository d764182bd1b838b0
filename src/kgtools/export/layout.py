"""Places for nodes: a drawing in which related things lie near each other, the same on every machine."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kgtools.export.property_graph import positions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.export.property_graph import PropertyGraph

_LENGTH = 60.0
"""How long an edge would like to be."""
_ROUNDS = 80
_WORK = 120_000  # node moves at most, so that a large graph is placed in seconds
_FEWEST = 20  # rounds; fewer change nothing that anybody sees
_GRAVITY = 0.02

_Places = tuple[list[float], list[float]]


def layout(graph: PropertyGraph) -> dict[str, tuple[float, float]]:
    """Return a place for each node, by id.

    Fruchterman and Reingold's forces, felt only by what is near: nodes push each other off,
    edges pull, a weak gravity keeps the parts together. It starts from
    :func:`~kgtools.export.property_graph.positions` and computes with nothing but
    ``+ - * /`` and square roots, which IEEE 754 makes alike everywhere.
    """
    start = positions(graph.nodes)
    rounds = min(_ROUNDS, _WORK // max(1, len(start)))
    if rounds < _FEWEST:  # too large to be placed in time: graph programs have layouts of their own
        return start
    numbers = {node: number for number, node in enumerate(start)}
    places = [x for x, _ in start.values()], [y for _, y in start.values()]
    ends = {(numbers[edge.source], numbers[edge.target]) for edge in graph.edges}
    pulls = sorted(pair for pair in ends if pair[0] != pair[1])
    for turn in range(rounds):
        _move(places, pulls, reach=_LENGTH * 2 * (1 - turn / rounds) + 1)
    # Adding zero turns -0.0 into 0.0.
    return {node: (round(x, 1) + 0.0, round(y, 1) + 0.0) for node, x, y in zip(numbers, *places, strict=True)}


def _move(places: _Places, pulls: list[tuple[int, int]], *, reach: float) -> None:
    """Move every node once along the forces on it, by no more than ``reach``."""
    xs, ys = places
    push_x, push_y = [-_GRAVITY * x for x in xs], [-_GRAVITY * y for y in ys]
    for one, other, across, up, distance in _near(places):
        force = _LENGTH * _LENGTH / (distance * distance)
        push_x[one] += across * force
        push_y[one] += up * force
        push_x[other] -= across * force
        push_y[other] -= up * force
    for one, other in pulls:
        across, up = xs[other] - xs[one], ys[other] - ys[one]
        force = math.sqrt(across * across + up * up) / _LENGTH / 2
        push_x[one] += across * force
        push_y[one] += up * force
        push_x[other] -= across * force
        push_y[other] -= up * force
    for number, (across, up) in enumerate(zip(push_x, push_y, strict=True)):
        length = math.sqrt(across * across + up * up)
        scale = min(1.0, reach / length) if length else 0.0
        xs[number] += across * scale
        ys[number] += up * scale


def _near(places: _Places) -> Iterator[tuple[int, int, float, float, float]]:
    """Yield each pair of nodes at most two edge lengths apart: numbers, offset, distance."""
    xs, ys = places
    size = 2 * _LENGTH
    cells: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
        cells.setdefault((math.floor(x / size), math.floor(y / size)), []).append(number)
    for (column, row), own in cells.items():
        beside = [(column + 1, row), (column - 1, row + 1), (column, row + 1), (column + 1, row + 1)]
        others = [number for cell in beside for number in cells.get(cell, ())]
        for place, one in enumerate(own):
            for other in own[place + 1 :] + others:
                across, up = xs[one] - xs[other], ys[one] - ys[other]
                squared = across * across + up * up
                if squared < size * size:
                    # Two nodes at one place part along a line of their own.
                    yield (
                        (one, other, across, up, math.sqrt(squared))
                        if squared > 1
                        else (one, other, 1.0, (other - one) / len(xs), 1.0)
                    )
