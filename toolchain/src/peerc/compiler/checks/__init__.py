"""What makes a tree a contract: its members, the schema dialect, what holds between parts."""
