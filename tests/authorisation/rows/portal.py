"""Personal data, mail and the administration of rights."""

from portal.accounts.capabilities import READ_MAIL_JOURNAL
from tests.authorisation.rows.row import OFFICERS, SIGNED_IN, Row, own, rights

PORTAL = {
    "accounts:welcome": Row("/bienvenue/", SIGNED_IN),
    "accounts:my_data": own("mes-donnees/"),
    "accounts:my_data_correct": own("mes-donnees/corriger/"),
    "accounts:my_data_export": own("mes-donnees/json/", 302, method="post"),
    "accounts:erase_account": own("effacer/"),
    "accounts:keep_account": own("garder/", 302, method="post"),
    # Somebody else's consent, for everybody: one's own is tried where consents are.
    "accounts:give_consent": own("accords/campaigns/donner/", 302, method="post"),
    "accounts:withdraw_consent": own(
        "accords/{consent.pk}/retirer/",
        404,
        method="post",
        other="/compte/accords/{consent.pk}/retirer/",
    ),
    "accounts:mail_preferences_link": Row("/courriels/lien/"),
    "accounts:mail_preferences": Row(
        "/courriels/{preferences_token}/", other="/courriels/{stop_token}/"
    ),
    "accounts:mail_stop": Row(
        "/courriels/arret/{stop_token}/", other="/courriels/arret/{preferences_token}/"
    ),
    "mailing:why": Row(
        "/courriels/pourquoi/{why_token}/", other="/courriels/pourquoi/{stop_token}/"
    ),
    "accounts:own_mail_preferences": own("courriels/"),
    "accounts:try_address_again": own("courriels/reessayer/", 302, method="post"),
    "accounts:mail_journal": Row("/messages-envoyes/", OFFICERS, asks=(READ_MAIL_JOURNAL,)),
    "accounts:mail_troubles": Row(
        "/messages-envoyes/en-difficulte/", OFFICERS, asks=(READ_MAIL_JOURNAL,)
    ),
    "accounts:mail_resend": Row(
        "/messages-envoyes/00000000-0000-0000-0000-000000000000/renvoyer/",
        OFFICERS,
        404,
        method="post",
        asks=(READ_MAIL_JOURNAL,),
    ),
    "accounts:mail_write_again": Row(
        "/messages-envoyes/adresses/0/reprendre/",
        OFFICERS,
        404,
        method="post",
        asks=(READ_MAIL_JOURNAL,),
    ),
    "administration:home": rights(""),
    "administration:people": rights("personnes/"),
    "administration:person": rights("personnes/{person.pk}/", other="personnes/0/"),
    "administration:grant": rights("personnes/{person.pk}/donner/", other="personnes/0/donner/"),
    "administration:end_sessions": rights(
        "personnes/{person.pk}/connexions/", other="personnes/0/connexions/"
    ),
    "administration:deactivate": rights(
        "personnes/{person.pk}/desactiver/", other="personnes/0/desactiver/"
    ),
    "administration:reactivate": rights(
        "personnes/{person.pk}/reactiver/", other="personnes/0/reactiver/"
    ),
    "administration:reset_second_factor": rights(
        "personnes/{person.pk}/second-facteur/", other="personnes/0/second-facteur/"
    ),
    "administration:end_grant": rights(
        "attributions/{grant.pk}/retirer/", other="attributions/0/retirer/"
    ),
    "administration:invitations": rights("invitations/"),
    "administration:invite_level": rights("invitations/agent/"),
    "administration:invite_organisation": rights("invitations/organisation/"),
    "administration:send_again": rights(
        "invitations/{invitation.pk}/renvoyer/",
        method="post",
        status=302,
        other="invitations/0/renvoyer/",
    ),
    "administration:revoke": rights(
        "invitations/{invitation.pk}/annuler/",
        method="post",
        status=302,
        other="invitations/0/annuler/",
    ),
    "administration:proposals": rights("validations/"),
    "administration:approve": rights(
        "validations/{proposal.pk}/valider/",
        other="validations/0/valider/",
        status=302,
        method="post",
    ),
    "administration:withdraw": rights(
        "validations/{proposal.pk}/retirer/",
        other="validations/0/retirer/",
        status=302,
        method="post",
    ),
    "administration:refuse": rights(
        "validations/{proposal.pk}/refuser/", other="validations/0/refuser/"
    ),
    "administration:matrix": rights("niveaux/"),
    "administration:review": rights("revue/"),
    "administration:log": rights("journal/"),
    "administration:export_log": rights("journal/export.csv", method="post"),
}
