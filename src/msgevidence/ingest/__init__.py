"""The recipe: from a source to settled, tagged, matched records in the library."""
