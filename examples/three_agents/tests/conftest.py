"""Puts the reasoner's modules and the demo's scripts where these tests can import them."""

from __future__ import annotations

import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(EXAMPLE), str(EXAMPLE / "reason")]
