"""Campaigns: who writes to many, and to which publics."""

from portal.accounts.capabilities import CAMPAIGNS
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import COMMUNICATION, MODERATORS, Row

COORDINATORS = frozenset({L.SPONSORSHIP_COORDINATOR})


def campaign(
    path: str, status: int = 200, *, which: str = "draft_campaign", method: str = "get"
) -> Row:
    """A screen of a campaign to organisations; `other` is one to candidates."""
    return Row(
        f"/communication/campagnes/{{{which}.pk}}/{path}",
        MODERATORS,
        status,
        other=f"/communication/campagnes/{{candidate_campaign.pk}}/{path}",
        method=method,
        bounded=COMMUNICATION,
        elsewhere=COORDINATORS,
        asks=(CAMPAIGNS,),
    )


def button(path: str) -> Row:
    """What acts at once."""
    return campaign(path, 302, method="post")


CAMPAIGN_SCREENS = {
    "mailing:home": Row("/communication/campagnes/", MODERATORS | COORDINATORS, asks=(CAMPAIGNS,)),
    "mailing:new": Row(
        "/communication/campagnes/nouvelle/", MODERATORS | COORDINATORS, asks=(CAMPAIGNS,)
    ),
    "mailing:campaign": campaign(""),
    "mailing:audience": campaign("public/"),
    "mailing:message": campaign("message/"),
    "mailing:cards": campaign("annonces/"),
    "mailing:attach": button("annonces/joindre/"),
    "mailing:detach": button("annonces/retirer/"),
    "mailing:move_up": button("annonces/monter/"),
    "mailing:preview": campaign("apercu/"),
    "mailing:preview_frame": campaign("apercu/message/"),
    "mailing:try": button("essai/"),
    "mailing:copy": button("copier/"),
    "mailing:delete": campaign("supprimer/"),
    "mailing:submit": button("arreter-la-liste/"),
    "mailing:approve": button("accorder/"),
    "mailing:take_back": button("reprendre-la-main/"),
    "mailing:schedule": campaign("programmer/", which="approved_campaign"),
    "mailing:unschedule": button("deprogrammer/"),
    "mailing:start": campaign("envoyer/", which="approved_campaign"),
    "mailing:pause": button("pause/"),
    "mailing:resume": button("poursuivre/"),
    "mailing:cancel": campaign("annuler/", which="approved_campaign"),
    "mailing:resend": campaign("relancer/", 302, which="sent_campaign"),
    "mailing:ledger": campaign("destinataires/", which="sent_campaign"),
    "mailing:why_one": campaign("destinataires/{sent_row.pk}/", which="sent_campaign"),
}
