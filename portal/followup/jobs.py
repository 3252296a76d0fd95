"""Background jobs of the area, found here by the workers: each theme has its own."""

from portal.followup.access import jobs as access_jobs  # noqa: F401
