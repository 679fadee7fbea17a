"""The command `peerc`: the only part that prints, reads arguments and exits."""
