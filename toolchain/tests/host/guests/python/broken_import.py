"""A guest whose handler cannot be imported."""

raise RuntimeError("broken at import")
