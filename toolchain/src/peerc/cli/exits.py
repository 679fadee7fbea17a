"""The exit codes of `peerc`, which scripts rely on."""

OK = 0
FAILED = 1  # the tool or an agent failed
USAGE = 2  # an unknown argument, a file that cannot be read
FINDINGS = 100  # what was checked has errors
INTERRUPTED = 130  # Ctrl-C
