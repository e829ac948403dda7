"""The schema's history: one for every database."""
