"""The newsroom's own pages: one module a model. Rules stand in the models and in review.rights; here are forms."""

from . import articles, issues, meetings, pages, photos, topics

__all__ = ["articles", "issues", "meetings", "pages", "photos", "topics"]
