"""The bundled evidence: its files, its gate, and what is reckoned from it."""
