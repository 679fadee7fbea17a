"""Differential tests of the op `validate`: `python conformance/fuzz`."""
