"""How a guest is built and started in each language, with AWS's own unmodified runtime client."""
