"""Jobs of retention. Each may be killed or run twice; none destroys without a recorded visa."""

import logging

from django.conf import settings
from procrastinate.contrib.django import app

from portal.followup.retention.deciding import LABELS, Act
from portal.followup.retention.services import running, slips

logger = logging.getLogger("declic.followup")


@app.periodic(cron="10 4 * * *")
@app.task(name="followup.keep_cases", queueing_lock="followup.keep_cases")
def keep_cases(timestamp: int) -> None:
    """Every night: notices, archives, people who came back; counted only, unless the site acts."""
    report = running.run(is_dry=not settings.FOLLOWUP_RETENTION)
    told = ", ".join(f"{LABELS[Act(act)]}\u00a0: {count}" for act, count in report.counts.items())
    logger.info("retention (%s): %s", "dry" if report.is_dry else "done", told or "rien")


@app.task(name=slips.DESTROY)
def destroy_slip(slip_id: int) -> None:
    """Anonymise the cases of a slip that has its visa and was launched by its manager."""
    slips.destroy(slip_id=slip_id)
