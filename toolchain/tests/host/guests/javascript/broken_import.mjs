// A guest whose handler cannot be imported.

throw new Error("broken at import");
