"""`python conformance/fuzz`: makes the runner and the reference importable, then runs."""

import sys
from pathlib import Path

CONFORMANCE = Path(__file__).resolve().parents[1]


def main() -> int:
    sys.path[:0] = [str(CONFORMANCE), str(CONFORMANCE / "tests")]
    from fuzz import cli  # here: the folder of `fuzz` is known only now

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
