"""A file's bytes to the text and the pictures of a page: pure, one module a kind of file."""

from .reader import read_source
from .source import Picture, Source, Unreadable

__all__ = ["Picture", "Source", "Unreadable", "read_source"]
