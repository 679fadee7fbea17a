"""Runs the conformance vectors: `python conformance/run.py --help`."""

import sys

from runner.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
