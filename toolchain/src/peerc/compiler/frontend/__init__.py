"""Source bytes to a tree with places: the only part of the compiler that sees YAML or JSON."""
