"""The site: its configuration and everything that a reader sees."""

__version__ = "0.1.0"
