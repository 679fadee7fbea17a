"""`python conformance/external`: makes the runner and this folder importable, then runs."""

import sys
from pathlib import Path

CONFORMANCE = Path(__file__).resolve().parents[1]


def main() -> int:
    sys.path[:0] = [str(CONFORMANCE)]
    from external import cli  # here: the folder of `external` is known only now

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
