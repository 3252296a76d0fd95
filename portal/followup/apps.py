"""Suivi RSA: the closed area."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """Declares the app. Nothing but reporting imports it."""

    name = "portal.followup"
    label = "followup"
    verbose_name = "Suivi RSA"

    def ready(self) -> None:
        """Fill in the registries."""
        from portal.accounts.capabilities import DECIDE_APPEALS, READ_CASES, SIT_ON_BOARD
        from portal.accounts.holders import may
        from portal.accounts.sign_in.next_page import register_home
        from portal.followup import holdings
        from portal.followup.access import mails as access_mails
        from portal.followup.board import mails as board_mails
        from portal.followup.booking import mails as booking_mails
        from portal.followup.home import mails as home_mails
        from portal.followup.link import mails as link_mails
        from portal.followup.link import meeting, queries
        from portal.followup.orientation import mails as orientation_mails
        from portal.followup.own_side import mails as own_mails
        from portal.followup.own_side.home_tiles import register_overviews
        from portal.followup.procedures import mails as procedure_mails
        from portal.followup.reassignment import mails as reassignment_mails
        from portal.followup.retention import mails as retention_mails
        from portal.followup.rows import references, role
        from portal.followup.suggestions import mails as suggestion_mails
        from portal.participation.rules import (
            register_acting_for,
            register_must_not_meet,
            register_works_outside,
        )
        from portal.personal_data.signals import account_erasing
        from portal.sponsorship.requests.people import register_asking_for
        from snippets import in_use
        from snippets.mail.kinds import register
        from snippets.models import Commune, Occupation, Organisation

        role.connect()
        register(*access_mails.KINDS, *link_mails.KINDS, *orientation_mails.KINDS)
        register(*booking_mails.KINDS, *board_mails.KINDS, *own_mails.KINDS)
        register(*retention_mails.KINDS)
        register(*suggestion_mails.KINDS)
        register_overviews()
        register(*reassignment_mails.KINDS, *home_mails.KINDS, *procedure_mails.KINDS)
        register_home(lambda user: may(user, READ_CASES), "followup:home", order=12)
        register_home(lambda user: may(user, SIT_ON_BOARD), "followup:board", order=13)
        register_home(lambda user: may(user, DECIDE_APPEALS), "followup:appeals", order=14)
        register_acting_for(queries.people_followed_by)
        register_asking_for(queries.people_managed_by)
        register_must_not_meet(meeting.whose_cases_are_read)
        register_works_outside(meeting.works_outside)
        holdings.register_holdings()
        account_erasing.connect(holdings.end_place, dispatch_uid="followup.erasure")
        in_use.register(references.is_used)
        in_use.guard(Commune, Occupation, Organisation)
