"""An ordinary JSON Schema to types of a contract, and what of it could not be kept (PC1603)."""
