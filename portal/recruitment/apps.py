"""Sessions: registrations, slots, waiting list, check-in."""

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    """Declares the app, its messages and what it keeps of people."""

    name = "portal.recruitment"
    label = "recruitment"
    verbose_name = "Sessions de recrutement"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.participation import subjects
        from portal.participation.call_backs import register_confirmation
        from portal.participation.models import About, CallBack
        from portal.recruitment import (
            follow,
            guests,
            holdings,
            home_tiles,
            mails,
            receivers,  # noqa: F401
        )
        from portal.recruitment.confirming import CONFIRMATION
        from portal.recruitment.services.outcomes import plan_questions
        from portal.recruitment.subject import SessionSubject
        from snippets.mail.kinds import register

        register(*mails.KINDS)
        holdings.register_holdings()
        home_tiles.register_overviews()
        follow.connect()
        subjects.register(About.SESSION, SessionSubject())
        subjects.register_planner(plan_questions)
        register_confirmation(CallBack.Purpose.REGISTRATION, CONFIRMATION)
        guests.connect()
