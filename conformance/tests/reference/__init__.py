"""The law once more, slow and plain, from spec/ alone: it checks the vectors' expected values."""
