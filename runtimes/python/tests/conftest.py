"""Fixtures of all run time tests: the golden stubs, loaded as a package of their own name."""

from __future__ import annotations

import importlib.util
import os
import random
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "toolchain" / "tests" / "golden"
STUBS = GOLDEN / "stubs" / "python" / "contract"
ORACLE = ROOT.parent / "shared" / "oracle" / "json"


def load_stubs(folder: Path, name: str) -> ModuleType:
    """The generated package in `folder`, imported under another name than `contract`."""
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def golden() -> ModuleType:
    """The golden contract's package; its modules are attributes."""
    package = load_stubs(STUBS, "golden_contract")
    for module in ("py", "js", "rs", "types"):
        import_module(f"golden_contract.{module}")
    return package


@pytest.fixture(scope="session")
def dialect() -> ModuleType:
    """The types of the contract that has every shape of the dialect."""
    load_stubs(GOLDEN / "dialect" / "python" / "contract", "dialect_contract")
    return import_module("dialect_contract.types")


@pytest.fixture
def chance() -> random.Random:
    """A seeded generator. The seed is printed, and SEED=<n> takes it back."""
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(2**32)))
    print(f"SEED={seed}")
    return random.Random(seed)


@pytest.fixture(scope="session")
def json_oracle() -> Path:
    """JSONTestSuite and the JCS vectors, which stand beside the checkout or nowhere."""
    if not ORACLE.is_dir():
        pytest.skip(f"the oracle folder is not beside this checkout: {ORACLE}")
    return ORACLE
