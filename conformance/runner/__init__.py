"""The conformance runner: sends vectors to drivers and judges their answers; standard library only."""
