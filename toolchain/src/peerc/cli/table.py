"""The commands of `peerc`, in the order of `--help`: where each is, and what it does in a line."""

from __future__ import annotations

# name -> (module of peerc.cli.commands, summary). The module has a click command named `command`.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Write a small working project."),
    "check": ("check", "Check a contract, and the peer.toml beside it."),
    "compile": ("compile", "Write the stubs of each agent into its source folder."),
    "dev": ("dev", "Run all agents of a project on this machine, until Ctrl-C."),
    "run": ("run", "Make one call, starting what it needs, and print the output."),
    "vendor": ("vendor", "Copy contracts beside yours, to import their types."),
    "import": ("import_schema", "Turn a JSON Schema into a contract of types."),
    "breaking": ("breaking", "Say what an edit of a contract breaks, and prove it."),
    "fmt": ("fmt", "Lay a contract's source out anew."),
    "docs": ("docs", "Write a contract as a page of Markdown."),
    "export": ("export", "Write JSON Schema, or tools for language models."),
    "emit": ("emit", "Run an emitter: a built-in one, or a plugin on the PATH."),
    "hash": ("hash", "Print the hash of a contract."),
    "explain": ("explain", "Say what an error code means, who can fix it, and how."),
}
