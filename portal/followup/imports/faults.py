"""Log a fault of the program without what a file says of somebody.

The message of an error of the database quotes the row; its kind and the lines of code do not.
"""

import logging
import traceback

logger = logging.getLogger("declic.followup")


def log_fault(what: str, pk: int, error: Exception) -> None:
    """`what` could not be done to the file of this key."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error("import %s: %s: %s\n%s", pk, what, type(error).__name__, frames)
