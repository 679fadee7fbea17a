"""Checks of what a contract means: its values and bounds, when schemas and shapes are known."""
