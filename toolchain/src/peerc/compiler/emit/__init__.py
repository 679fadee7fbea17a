"""One emitter a language: from the IR to source files, each without knowing the others."""
