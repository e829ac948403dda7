"""Bodies that can confirm an identifier or a description."""
