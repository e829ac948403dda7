"""The literature on mutual support groups: an evidence database and citation tool that works offline."""

__version__ = "0.1.0"
