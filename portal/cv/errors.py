"""The error that services of CVs raise: its message is for people."""


class CvError(Exception):
    """Something that may not be done; the message says in French why, and what to do."""


class CannotWriteError(CvError):
    """The right to write in a CV is over, or was never there."""
