"""Named bugs for the broken driver: each breaks one behaviour of the Python runtime in memory.

A bug stands for a mistake that a careful reader of the spec can still make. Every one must be
caught by a vector as a wrong answer; `drivers/broken/driver.json` says in which suites.
"""

from __future__ import annotations

from . import formats, patterns, runs, texts, unions, values, wire
from .patch import BUGS

__all__ = ["BUGS", "formats", "patterns", "runs", "texts", "unions", "values", "wire"]
