"""schema.org data of each kind, for search engines."""

from pages.json_ld.job_offer import job_posting
from pages.json_ld.session import event
from pages.json_ld.shared import as_script_text
from pages.json_ld.volunteering import volunteer_posting

__all__ = ["as_script_text", "event", "job_posting", "volunteer_posting"]
