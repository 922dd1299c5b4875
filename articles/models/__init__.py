"""What is written: stories and everything that belongs to them."""

from . import signed_links  # noqa: F401 (its receivers listen)
from .article import Article
from .attendance import Attendance
from .correction import Correction
from .credit import Credit
from .flags import Flag, FlagRound
from .imported_page import ImportedPage, ImportedPicture
from .issue import Issue, PageCredit
from .issue_record import IssueRecord
from .meeting import Meeting
from .notice import Notice
from .outbox import OutboxTask
from .photo import Photo, Placement
from .review import ProofPass, Review
from .revision import Revision
from .safeguard_record import SafeguardRecord
from .search_entry import SearchEntry
from .topic import Topic, TopicAssignment

__all__ = [
    "Article",
    "Attendance",
    "Correction",
    "Credit",
    "Flag",
    "FlagRound",
    "ImportedPage",
    "ImportedPicture",
    "Issue",
    "IssueRecord",
    "Meeting",
    "Notice",
    "OutboxTask",
    "PageCredit",
    "Photo",
    "Placement",
    "ProofPass",
    "Review",
    "Revision",
    "SafeguardRecord",
    "SearchEntry",
    "Topic",
    "TopicAssignment",
]
