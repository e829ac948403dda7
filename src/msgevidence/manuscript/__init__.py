"""The reading of a manuscript: its citations, its reference list, its claims."""
