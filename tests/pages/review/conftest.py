"""The screens of moderation show the same offers as its services' tests: written, sent, online."""

from tests.pages.moderation.conftest import (
    author,
    chain,
    draft,
    live,
    moderator,
    officer,
    stage,
    submitted,
)

__all__ = ["author", "chain", "draft", "live", "moderator", "officer", "stage", "submitted"]
