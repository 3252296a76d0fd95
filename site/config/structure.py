"""What a site needs to stand: laid after each migrate, never twice."""

from typing import Any


def after_migrate(**kwargs: Any) -> None:
    """Make the page tree, the workflow and the levels where they are missing."""
