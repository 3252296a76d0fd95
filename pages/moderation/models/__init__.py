"""Models of moderation: what is proposed, reviews, notices, bulk operations."""

from pages.moderation.models.bulk import BulkOperation
from pages.moderation.models.nomenclature import ChecklistItem, Nomenclature, RefusalReason
from pages.moderation.models.notice import ExpiryNotice
from pages.moderation.models.review import ModerationTask, ModerationTaskState

__all__ = [
    "BulkOperation",
    "ChecklistItem",
    "ExpiryNotice",
    "ModerationTask",
    "ModerationTaskState",
    "Nomenclature",
    "RefusalReason",
]
