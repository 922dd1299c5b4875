"""A printed page's text to items: pure, by rule, one module a concern. Plain values in and out."""

from .page import Item, Page, read_page

__all__ = ["Item", "Page", "read_page"]
