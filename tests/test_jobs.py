"""The names of jobs are in rows of every existing database: those that wait, and when the periodic
ones ran last. Code that moves keeps them."""

from procrastinate.contrib.django import app

PERIODIC = {
    "accounts.end_expired_grants",
    "accounts.forget_ended_sessions",
    "accounts.personal_data",
    "accounts.purge_audit_log",
    "accounts.run_reviews",
    "applications.hide_old",
    "applications.keep_deadlines",
    "applications.tell_arrivals",
    "candidates.send_alerts",
    "cv.delete_orphan_files",
    "cv.fail_lost_imports",
    "followup.delete_orphan_files",
    "followup.delete_own_files",
    "followup.end_exports",
    "followup.end_lost_sendings",
    "followup.expire_invitations",
    "followup.keep_cases",
    "followup.lapse_team_requests",
    "followup.purge_access_log",
    "followup.purge_drafts",
    "followup.send_reminders",
    "followup.settle_mails",
    "followup.tidy_imports",
    "mailing.keep_lists",
    "mailing.send_rounds",
    "pages.expiry_notices",
    "participation.ask_outcomes",
    "participation.delete_orphan_files",
    "participation.keep_guests",
    "pages.publish_and_expire",
    "recruitment.keep_lists",
    "recruitment.send_reminders",
    "recruitment.tick",
    "search.forget_old_changes",
    "snippets.empty_old_mails",
    "snippets.forget_ended_counts",
    "snippets.forget_used_links",
    "snippets.retry_stalled_jobs",
    "snippets.send_due_mails",
    "sponsorship.follow_pairs",
    "sponsorship.keep_deadlines",
    "sponsorship.tell_late",
    "sponsorship.end_commitments",
    "sponsorship.tell_hours",
}
ASKED_FOR = {
    "applications.close_filled",
    "cv.read_old_cv",
    "cv.tell_about_request",
    "followup.apply_import",
    "followup.compare_import",
    "followup.destroy_slip",
    "followup.make_export",
    "followup.read_import",
    "followup.send_appointments",
    "mailing.send_campaign",
    "pages.announce_bulk_withdrawal",
    "pages.make_renditions",
    "recruitment.cancel_departed",
    "recruitment.tell_news",
    "snippets.send_mail",
}


def test_jobs_keep_the_names_that_databases_know():
    named = {name for name in app.tasks if "builtin_tasks" not in name}
    assert named == PERIODIC | ASKED_FOR


def test_periodic_jobs_go_on_from_when_they_ran_last():
    assert set(app.periodic_registry.periodic_tasks) == {(name, "") for name in PERIODIC}
