"""The conformance runner: sends vectors to drivers, judges answers; standard library only."""
