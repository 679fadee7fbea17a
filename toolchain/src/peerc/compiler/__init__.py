"""The contract compiler: source to checked contract to stubs; it prints nothing and never exits."""
