"""Run time of Peer Contract: typed, validating calls between agents on AWS Lambda."""

from __future__ import annotations

from .core.contract import UNSET, Unknown, Unset
from .core.errors import (
    CallError,
    ContractError,
    DeclaredError,
    PeerError,
    UsageError,
    Violation,
    WireError,
)

__all__ = [
    "UNSET",
    "CallError",
    "ContractError",
    "DeclaredError",
    "PeerError",
    "Unknown",
    "Unset",
    "UsageError",
    "Violation",
    "WireError",
]
