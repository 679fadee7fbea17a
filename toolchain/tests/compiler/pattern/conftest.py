"""What the tests of patterns share: a generator whose seed shows when one fails."""

from __future__ import annotations

import os
import random
import sys

import pytest


@pytest.fixture
def generator() -> random.Random:
    """A seeded generator. The seed is printed, and SEED=<n> takes it back."""
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(2**32)))
    sys.stdout.write(f"SEED={seed}\n")
    return random.Random(seed)
