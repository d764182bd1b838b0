"""Validation that follows changes says the same as validation from the beginning."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parent))

from random_histories import History, follow, histories

EXAMPLES = 1000 if os.environ.get("KGTOOLS_NIGHTLY") else 60


# benchmarks/validation/histories.py follows as many steps as one wants, and counts them.
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(histories())
def test_every_step_equals_a_full_validation(history: History) -> None:
    for step in follow(history):
        assert not step.differences
