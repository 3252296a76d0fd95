"""The jobs of sponsorship, where the worker looks for them. Each theme has its own."""

from portal.sponsorship.commitments import jobs as commitments

__all__ = ["commitments"]
