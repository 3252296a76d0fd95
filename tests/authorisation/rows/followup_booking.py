"""Appointments that people book: of a case, of a diary, of the settings; and the person's link."""

from portal.accounts.capabilities import CONFIGURE_FOLLOWUP, WRITE_CASES
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.followup_case import case
from tests.authorisation.rows.row import Row

_WRITERS = frozenset({L.ADVISER, L.UNIT_MANAGER})
_MANAGERS = frozenset({L.UNIT_MANAGER})


def diary(path: str, status: int = 200, **options) -> Row:
    """A screen of hours and letters: of whoever writes in cases."""
    return Row(f"/suivi/{path}", _WRITERS, status, asks=(WRITE_CASES,), **options)


def category(path: str, **options) -> Row:
    """A screen of the settings."""
    root = "/suivi/reglages/rendez-vous/"
    return Row(f"{root}{path}", _MANAGERS, asks=(CONFIGURE_FOLLOWUP,), **options)


FOLLOWUP_BOOKING = {
    "followup:invitations": case("invitations/"),
    "followup:invite": case("invitations/nouvelle/"),
    "followup:summon": case("invitations/convoquer/"),
    "followup:invitation_withdraw": case(
        "invitations/{case_invitation.pk}/retirer/",
        other="invitations/{other_invitation.pk}/retirer/",
    ),
    "followup:invitation_reminders": case(
        "invitations/{case_invitation.pk}/relances/",
        other="invitations/{other_invitation.pk}/relances/",
    ),
    "followup:letter": case(
        "lettres/{case_letter.pk}/lettre.pdf", other="lettres/{other_letter.pk}/lettre.pdf"
    ),
    "followup:letter_handed": case(
        "lettres/{case_letter.pk}/remise/", other="lettres/{other_letter.pk}/remise/"
    ),
    "followup:letter_back": case(
        "lettres/{case_letter.pk}/retour/", other="lettres/{other_letter.pk}/retour/"
    ),
    "followup:diary": diary("creneaux/", other="/suivi/creneaux/?de={other_adviser.pk}"),
    "followup:drop_hours": diary(
        "creneaux/{case_opening.pk}/retirer/",
        302,
        method="post",
        other="/suivi/creneaux/{other_opening.pk}/retirer/",
    ),
    "followup:unavailable": diary(
        "creneaux/absence/", other="/suivi/creneaux/absence/?de={other_adviser.pk}"
    ),
    "followup:back": diary(
        "creneaux/absence/{case_closure.pk}/retirer/",
        302,
        method="post",
        other="/suivi/creneaux/absence/{other_closure.pk}/retirer/",
    ),
    "followup:feed": diary("creneaux/agenda/"),
    "followup:make_feed": diary("creneaux/agenda/adresse/", method="post"),
    "followup:end_feed": diary("creneaux/agenda/fermer/", 302, method="post"),
    "followup:letters": diary("lettres/"),
    # Nothing is chosen: back to the list.
    "followup:print_letters": diary("lettres/imprimer/", 302, method="post"),
    "followup:categories": category(""),
    "followup:add_category": category("nouvelle/"),
    "followup:category": category("{category.pk}/", other="/suivi/reglages/rendez-vous/0/"),
    # By the link of an invitation: everybody who has it, signed in or not.
    "booking:enter": Row("/rendez-vous/"),
    "booking:invitation": Row(
        "/rendez-vous/{case_invitation.token}/", other="/rendez-vous/BBBBCCCCDDDDFFFF/"
    ),
    "booking:appointment": Row("/rendez-vous/{booked_invitation.token}/pris/"),
    "booking:move": Row("/rendez-vous/{booked_invitation.token}/deplacer/"),
    "booking:cancel": Row("/rendez-vous/{booked_invitation.token}/annuler/"),
    "booking:calendar": Row("/agenda/{feed_secret}.ics", other="/agenda/inconnue.ics"),
}
