"""The Python driver with one named bug of conformance/bugs: `--bug NAME`; `none` has none."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

CONFORMANCE = Path(__file__).resolve().parents[2]
PYTHON = CONFORMANCE / "drivers" / "python" / "driver.py"


def main() -> int:
    """Breaks what was asked for and answers as the Python driver does."""
    sys.path[:0] = [str(CONFORMANCE), str(PYTHON.parent)]
    from bugs import BUGS  # here: the folder of `bugs` is known only now

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bug", choices=BUGS, required=True)
    chosen = parser.parse_args().bug
    spec = importlib.util.spec_from_file_location("python_driver", PYTHON)
    assert spec is not None
    assert spec.loader is not None
    driver = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(driver)
    BUGS[chosen](driver)
    return int(driver.main())


if __name__ == "__main__":
    sys.exit(main())
