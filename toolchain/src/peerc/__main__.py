"""`python -m peerc` is `peerc`."""

import sys

from peerc.cli.main import main

sys.exit(main())
