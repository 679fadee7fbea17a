"""The law once more, slow and plain: written from spec/ alone, to check the vectors' expected values."""
