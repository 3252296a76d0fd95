"""The domain error of moderation: its message is written for the person who acts."""


class ModerationError(Exception):
    """An action that the state of the offer refuses; `str(error)` can be shown as it is."""
