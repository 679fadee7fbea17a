"""Incoming: makes a plain Lambda handler of an agent's class, and carries its calls to peers."""
