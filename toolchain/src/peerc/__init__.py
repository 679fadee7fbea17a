"""The toolchain of Peer Contract: compiler, local host and the command `peerc`."""

__version__ = "0.1.0"
