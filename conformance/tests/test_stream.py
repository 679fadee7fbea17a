"""The recipe of the ES6 number stream reproduces the published hashes."""

from __future__ import annotations

import hashlib
from itertools import islice

import pytest
from reference.canonical import double, number
from runner.stream import CHECKPOINTS, numbers


@pytest.mark.parametrize("count", CHECKPOINTS)
def test_the_recipe_reproduces_the_published_hash(count: int) -> None:
    digest = hashlib.sha256()
    for value in islice(numbers(), count):
        digest.update(f"{value:x},{number(double(f'{value:x}'))}\n".encode())
    assert digest.hexdigest() == CHECKPOINTS[count]
