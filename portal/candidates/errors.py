"""The error that services of candidates raise: its message is for people."""


class CandidateError(Exception):
    """Something that may not be done; the message says in French why, and what to do."""


class TooManyRequestsError(CandidateError):
    """Asked too often from one network, or for one address."""
