"""The rows of the authorisation matrix: an address, and who is answered there.

A row is `name of the address: Row(path, who)`. In a path, `{…}` is an attribute of `World`. `other`
is the same address with an object out of reach, which must not be found by those who are answered.
"""

from dataclasses import dataclass

from portal.accounts.level_names import LevelName as L

ANONYMOUS = "anonymous"
EVERYBODY = frozenset({ANONYMOUS, *L})
SIGNED_IN = frozenset(L)
MODERATORS = frozenset({L.COMMUNICATION, L.EMPLOYMENT_OFFICER})
COMMUNICATION = frozenset({L.COMMUNICATION})
RIGHTS = frozenset({L.RIGHTS_ADMINISTRATOR})
OFFICERS = frozenset({L.EMPLOYMENT_OFFICER})
CANDIDATES = frozenset({L.CANDIDATE})
MEMBERS = frozenset({L.ORGANISATION_MEMBER, L.ORGANISATION_MANAGER})
HELPERS = frozenset({L.ADVISER}) | MEMBERS
MANAGERS = frozenset({L.ORGANISATION_MANAGER, L.EMPLOYMENT_OFFICER, L.RIGHTS_ADMINISTRATOR})

REFUSED = 403
# To the sign-in page: for whoever is signed out.
SIGN_IN = 302


@dataclass(frozen=True)
class Row:
    """One address: the path that is asked, who is answered, and with which status.

    Whoever is not in `who` gets `refusal` (signed-out people the sign-in page), by POST as well;
    for those of `elsewhere`, who may do it to others, the object is not found.
    """

    path: str
    who: frozenset[str] = EVERYBODY
    status: int = 200
    other: str = ""
    method: str = "get"
    refusal: int = REFUSED
    signed_out: int = SIGN_IN
    elsewhere: frozenset[str] = frozenset()

    def expected(self, level: str) -> int:
        """What a level gets."""
        if level in self.who:
            return self.status
        if level in self.elsewhere:
            return 404
        return self.signed_out if level == ANONYMOUS else self.refusal


def cms(path: str, who: frozenset[str] = MODERATORS, **options) -> Row:
    """An address of ours in the CMS, which sends whoever has no access to it back to its door."""
    return Row(f"/cms/{path}", who, refusal=302, **options)


def rights(path: str, **options) -> Row:
    """A screen of the administration of rights."""
    if options.get("other"):
        options["other"] = f"/habilitations/{options['other']}"
    return Row(f"/habilitations/{path}", RIGHTS, **options)


def own(path: str, status: int = 200, **options) -> Row:
    """A screen of one's own account."""
    return Row(f"/compte/{path}", SIGNED_IN, status, **options)


def entrance(path: str, status: int = 200, **options) -> Row:
    """A screen on the way to signing in."""
    return Row(f"/compte/{path}", status=status, **options)


def members(path: str, **options) -> Row:
    """A screen of an organisation's people: its managers, and those who may everywhere."""
    return Row(f"/mon-organisation/{{organisation.slug}}/{path}", MANAGERS, **options)


def space(path: str, **options) -> Row:
    """A screen of an organisation's opportunities: its members alone, officers have the CMS."""
    return Row(
        f"/mon-organisation/{{organisation.slug}}/{path}",
        MEMBERS,
        other=f"/mon-organisation/{{other_organisation.slug}}/{path}",
        elsewhere=MODERATORS,
        **options,
    )


def one(path: str, **options) -> Row:
    """What is done to one opportunity of the organisation."""
    return space(f"annonces/{{own_draft.pk}}/{path}", **options)


def own_space(path: str, status: int = 200, **options) -> Row:
    """A screen of a candidate's own space."""
    return Row(f"/mon-espace/{path}", CANDIDATES, status, **options)


def own_alert(path: str, status: int = 302, **options) -> Row:
    """What is done to one's own alert, and not to somebody else's."""
    return own_space(
        f"alertes/{{alert.pk}}/{path}",
        status,
        other=f"/mon-espace/alertes/{{other_alert.pk}}/{path}",
        **options,
    )


ACCOUNT = {
    "account_home": own(""),
    "account_email": own("adresse/"),
    "account_change_password": own("mot-de-passe/"),
    "account_set_password": own("mot-de-passe/choisir/", 302),
    "account_reauthenticate": own("confirmer/"),
    "account_continue": own("seconde-verification/continuer/", 302),
    "account_logout": own("deconnexion/"),
    "account_end_session": own("appareils/0/deconnecter/", 404, method="post"),
    "usersessions_list": own("appareils/"),
    "socialaccount_connections": own("identite/"),
    "socialaccount_login_error": own("identite/erreur/", 401),
    "mfa_index": own("seconde-verification/"),
    # Without a factor there is nothing to show again, to take away or to read.
    "mfa_reauthenticate": own("confirmer/code/", 302),
    "mfa_reauthenticate_webauthn": own("confirmer/cle/", 302),
    "mfa_activate_totp": own("seconde-verification/application/", 302),
    "mfa_deactivate_totp": own("seconde-verification/application/retirer/", 404),
    "mfa_list_webauthn": own("seconde-verification/cles/", 302),
    "mfa_add_webauthn": own("seconde-verification/cles/ajouter/", 302),
    "mfa_remove_webauthn": own("seconde-verification/cles/0/retirer/", 302),
    "mfa_view_recovery_codes": own("seconde-verification/codes-de-secours/", 404),
    "mfa_generate_recovery_codes": own("seconde-verification/codes-de-secours/nouveaux/", 302),
    "mfa_download_recovery_codes": own("seconde-verification/codes-de-secours/telecharger/", 404),
    # For whoever is signed out: the others are led to where they are going.
    "account_login": Row("/compte/connexion/", frozenset({ANONYMOUS}), refusal=302),
    "account_signup": Row("/compte/inscription/", frozenset({ANONYMOUS}), refusal=302),
    "mfa_authenticate": entrance("connexion/verification/", 302),
    "openid_connect_login": entrance("connexion/proconnect/", 404),
    "openid_connect_callback": entrance("connexion/proconnect/retour/", 404),
    "socialaccount_signup": entrance("inscription/identite/", 302),
    "socialaccount_login_cancelled": entrance("identite/annulee/"),
    "account_inactive": entrance("desactive/"),
    "account_email_verification_sent": entrance("inscription/message/"),
    "account_confirm_email": entrance("adresse/faux/"),
    "account_reset_password": entrance("mot-de-passe/oublie/"),
    "account_reset_password_done": entrance("mot-de-passe/oublie/envoye/"),
    "account_reset_password_from_key": entrance("mot-de-passe/nouveau/1-faux/"),
    "account_reset_password_from_key_done": entrance("mot-de-passe/change/"),
    "wagtailadmin_login": Row("/cms/login/", frozenset({ANONYMOUS, *MODERATORS}), 302),
    "^cms/password_reset/.*$": Row("/cms/password_reset/", status=302),
}

ORGANISATIONS = {
    "organisations:register": Row("/organisations/inscription/", SIGNED_IN),
    "organisations:join": Row("/organisations/{other_organisation.slug}/rejoindre/", SIGNED_IN),
    # Members go to their only organisation, the others are told how to have one.
    "organisations:choice": Row("/mon-organisation/", MEMBERS, 302, refusal=200),
    "organisations:cancel_join": Row(
        "/mon-organisation/demandes/0/annuler/", SIGNED_IN, 404, method="post"
    ),
    "organisations:queue": Row("/organisations/verifier/", OFFICERS),
    **{
        f"organisations:{name}": Row(
            f"/organisations/verifier/{{organisation.slug}}/{path}",
            OFFICERS,
            other=f"/organisations/verifier/inconnue/{path}",
        )
        for name, path in (("review", ""), ("suspend", "suspendre/"), ("restore", "retablir/"))
    },
    "organisations:sheet": Row(
        "/mon-organisation/{organisation.slug}/fiche/",
        MEMBERS | OFFICERS,
        elsewhere=COMMUNICATION,
    ),
    "organisations:edit": members("fiche/modifier/"),
    "organisations:leave": Row(
        "/mon-organisation/{organisation.slug}/quitter/",
        MEMBERS,
        other="/mon-organisation/{other_organisation.slug}/quitter/",
        elsewhere=MODERATORS,
    ),
    "organisations:members": members("membres/"),
    "organisations:invite": members("membres/inviter/"),
    "organisations:role": members("membres/{member.pk}/role/", method="post", status=302),
    "organisations:remove": members("membres/{member.pk}/retirer/"),
    "organisations:resend": members("invitations/{place.pk}/renvoyer/", method="post", status=302),
    "organisations:revoke": members("invitations/{place.pk}/annuler/", method="post", status=302),
    "organisations:answer": members("demandes/{asked.pk}/"),
    "submissions:home": space(""),
    "submissions:create": space("proposer/offre/"),
    "submissions:locate": space("lieu/", method="post", status=405),
    "submissions:detail": one(""),
    "submissions:edit": one("modifier/"),
    "submissions:preview": one("apercu/"),
    "submissions:submit": one("envoyer/", method="post", status=302),
    "submissions:take_back": one("reprendre/", method="post", status=302),
    "submissions:prolong": one("prolonger/", method="post", status=302),
    "submissions:fill": one("pourvue/", method="post", status=302),
    "submissions:duplicate": one("dupliquer/", method="post", status=302),
    "submissions:withdraw": one("retirer/", status=302),
    "submissions:delete": one("supprimer/"),
}

PUBLIC = {
    "health_live": Row("/health/live"),
    # No worker runs beside the tests.
    "health_ready": Row("/health/ready", status=503),
    "security_txt": Row("/.well-known/security.txt"),
    "wagtaildocs_serve": Row("/documents/0/rien.pdf", status=404),
    "wagtaildocs_authenticate_with_password": Row(
        "/documents/authenticate_with_password/0/", status=404
    ),
    "snippets:action_link": Row("/lien/faux/", status=410),
    "opportunity_action": Row("/annonces/action/faux/", status=410),
    "media_image": Row("/media/images/rien.png", status=404),
    "accounts:invitation": Row("/invitation/{token}/", other="/invitation/faux/"),
    "accounts:data_register": Row("/donnees-personnelles/"),
    "snippets:contours": Row("/carte/communes.geojson"),
    # Behind a secret of the mail server's, which no test of levels shows.
    "snippets:mail_reports": Row("/messagerie/retours/", status=405),
    "search:opportunities": Row("/api/v1/opportunities/"),
    "search:opportunity_features": Row("/api/v1/opportunities.geojson"),
    "search:opportunity": Row(
        "/api/v1/opportunities/{offer.pk}/", other="/api/v1/opportunities/{draft.pk}/"
    ),
    "search:api_sessions": Row("/api/v1/sessions/"),
    "search:clusters": Row("/api/v1/clusters/?bbox=6.7,47.4,7.2,47.9&zoom=9"),
    "search:api_communes": Row("/api/v1/communes/"),
    "search:occupations": Row("/offres/metiers/?q=sou"),
    "search:api_occupations": Row("/api/v1/occupations/"),
    "search:api_organisations": Row("/api/v1/organisations/"),
    "search:api_organisation": Row("/api/v1/organisations/{offer.organisation.slug}/"),
    "search:rss": Row("/offres/flux.rss"),
    "search:agenda_ics": Row("/sessions/agenda.ics"),
    "search:session_ics": Row("/sessions/{session.pk}/session.ics"),
    "search:embed_help": Row("/integration/"),
    "search:embed": Row("/integration/offres/"),
    "search:sitemap": Row("/sitemap.xml"),
    "search:sitemap_section": Row("/sitemap-annonces.xml"),
    "search:results": Row("/offres/"),
    "search:communes": Row("/offres/communes/?q=bel"),
    "search:report": Row("/offres/{offer.pk}/signaler/", other="/offres/{draft.pk}/signaler/"),
    "search:qr": Row("/offres/{offer.pk}/qr.svg", other="/offres/{draft.pk}/qr.svg"),
    "search:agenda": Row("/sessions/"),
    "search:volunteering": Row("/benevolat/", status=302),
    "search:report_thanks": Row("/signalement/merci/"),
    "search:organisation": Row("/organisations/{offer.organisation.slug}/"),
    "search:pages": Row("/recherche/"),
    "search:legal": Row("/mentions-legales/"),
    "search:accessibility": Row("/accessibilite/"),
    "search:robots": Row("/robots.txt"),
    "offer": Row("/offres/{offer.slug}/", other="/offres/{draft.slug}/"),
    "volunteering": Row("/benevolat/{volunteering.slug}/"),
    "session": Row("/sessions/{session.slug}/"),
    "page_preview": Row("/api/v2/preview/", status=400),
    "content_api:pages:listing": Row("/api/v2/pages/"),
    "content_api:pages:detail": Row("/api/v2/pages/{offer.pk}/", other="/api/v2/pages/{draft.pk}/"),
    "content_api:pages:find": Row("/api/v2/pages/find/", status=404),
    "content_api:images:listing": Row("/api/v2/images/"),
    "content_api:images:detail": Row("/api/v2/images/0/", status=404),
    "content_api:images:find": Row("/api/v2/images/find/", status=404),
    "content_api:documents:listing": Row("/api/v2/documents/"),
    "content_api:documents:detail": Row("/api/v2/documents/0/", status=404),
    "content_api:documents:find": Row("/api/v2/documents/find/", status=404),
    "api_schema": Row("/api/schema/"),
    "api_docs": Row("/api/docs/"),
    "^api/": Row("/api/rien/", status=404),
    "wagtailcore_authenticate_with_password": Row(
        "/_util/authenticate_with_password/0/0/", status=404
    ),
    "wagtailcore_login": Row("/_util/login/", frozenset({ANONYMOUS}), 302),
    "wagtail_serve": Row("/"),
}

PORTAL = {
    "accounts:welcome": Row("/bienvenue/", SIGNED_IN),
    "accounts:my_data": Row("/compte/mes-donnees/", SIGNED_IN),
    "accounts:my_data_correct": Row("/compte/mes-donnees/corriger/", SIGNED_IN),
    "accounts:my_data_export": Row("/compte/mes-donnees/json/", SIGNED_IN, method="post"),
    "accounts:erase_account": Row("/compte/effacer/", SIGNED_IN),
    "accounts:keep_account": Row("/compte/garder/", SIGNED_IN, 302, method="post"),
    # Somebody else's consent, for everybody: one's own is tried where consents are.
    "accounts:withdraw_consent": Row(
        "/compte/accords/{consent.pk}/retirer/", SIGNED_IN, 404, method="post"
    ),
    "accounts:mail_preferences_link": Row("/courriels/lien/"),
    "accounts:mail_preferences": Row(
        "/courriels/{preferences_token}/", other="/courriels/{stop_token}/"
    ),
    "accounts:mail_stop": Row(
        "/courriels/arret/{stop_token}/", other="/courriels/arret/{preferences_token}/"
    ),
    "accounts:own_mail_preferences": Row("/compte/courriels/", SIGNED_IN),
    "accounts:try_address_again": Row(
        "/compte/courriels/reessayer/", SIGNED_IN, 302, method="post"
    ),
    "accounts:mail_journal": Row("/messages-envoyes/", OFFICERS),
    "accounts:mail_troubles": Row("/messages-envoyes/en-difficulte/", OFFICERS),
    "accounts:mail_resend": Row(
        "/messages-envoyes/00000000-0000-0000-0000-000000000000/renvoyer/",
        OFFICERS,
        404,
        method="post",
    ),
    "accounts:mail_write_again": Row(
        "/messages-envoyes/adresses/0/reprendre/", OFFICERS, 404, method="post"
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
    "administration:matrix": rights("niveaux/"),
    "administration:review": rights("revue/"),
    "administration:log": rights("journal/"),
    "administration:export_log": rights("journal/export.csv", method="post"),
}

SPACE = {
    "space:home": own_space(""),
    "candidates:profile": own_space("profil/"),
    "candidates:profile_step": own_space("profil/metiers/", other="/mon-espace/profil/rien/"),
    "candidates:favourites": own_space("favoris/"),
    "candidates:keep": own_space("favoris/garder/", 302, method="post"),
    "candidates:take_over": own_space("favoris/reprendre/", method="post"),
    "candidates:alerts": own_space("alertes/"),
    "candidates:alert_results": own_alert("offres/"),
    "candidates:alert_change": own_alert("modifier/", 200),
    "candidates:alert_pause": own_alert("pause/", method="post"),
    "candidates:alert_delete": own_alert("supprimer/", method="post"),
    # Nothing to bring back: neither one's own, which is not deleted, nor somebody else's, which is.
    "candidates:alert_restore": own_alert("retablir/", 404, method="post"),
    # Candidates go to their own list.
    "candidates:visitor_favourites": Row("/favoris/", CANDIDATES, 302, refusal=200, signed_out=200),
    "candidates:favourite_cards": Row("/favoris/offres/?annonce={offer.pk}"),
    "candidates:alert_new": Row("/alertes/nouvelle/?q=soudeur"),
    "candidates:alert_asked": Row("/alertes/demandee/"),
    "candidates:alert_confirm": Row("/alertes/confirmer/faux/", status=410),
    "candidates:alert_stop": Row("/alertes/arreter/faux/", status=410),
}

_SNIPPETS = {
    "organisation": MODERATORS,
    "commune": COMMUNICATION,
    "occupation": COMMUNICATION,
}

CV = {
    "cv:home": Row("/mon-espace/cv/", CANDIDATES),
    "cv:start": Row("/mon-espace/cv/nouveau/", CANDIDATES, 302, method="post"),
    "cv:helped": Row("/mon-espace/cv/aider/", HELPERS),
    **{
        name: Row(
            f"/mon-espace/cv/{{cv.pk}}/{path}",
            CANDIDATES | {L.ADVISER},
            other=f"/mon-espace/cv/{{other_cv.pk}}/{path}",
            # Of a company: no verified employment partner.
            elsewhere=MEMBERS,
        )
        for name, path in (
            ("cv:edit", ""),
            ("cv:step", "etape/3/"),
            ("cv:preview", "voir/"),
            ("cv:page", "page/1/"),
            ("cv:pdf", "pdf/"),
            ("cv:versions", "versions/"),
            ("cv:version", "versions/1/pdf/"),
        )
    },
    "cv:restore": Row(
        "/mon-espace/cv/{cv.pk}/versions/1/reprendre/",
        CANDIDATES | {L.ADVISER},
        302,
        other="/mon-espace/cv/{other_cv.pk}/versions/1/reprendre/",
        method="post",
        elsewhere=MEMBERS,
    ),
    "cv:rename": Row(
        "/mon-espace/cv/{cv.pk}/renommer/",
        CANDIDATES,
        other="/mon-espace/cv/{other_cv.pk}/renommer/",
    ),
    **{
        name: Row(
            f"/mon-espace/cv/{{cv.pk}}/{path}",
            CANDIDATES,
            302,
            other=f"/mon-espace/cv/{{other_cv.pk}}/{path}",
            method="post",
        )
        for name, path in (
            ("cv:copy", "copier/"),
            ("cv:delete", "supprimer/"),
            ("cv:undelete", "retablir/"),
        )
    },
}

CMS = {
    "page_preview_link": cms("pages/{offer.pk}/lien-apercu/"),
    **{
        f"wagtailsnippets_snippets_{name}:list{suffix}": cms(
            f"snippets/snippets/{name}/{path}", who
        )
        for name, who in _SNIPPETS.items()
        for suffix, path in (("", ""), ("_results", "results/"))
    },
    **{
        f"wagtailsnippetchoosers_snippets_{name}:choose{suffix}": cms(
            f"snippets/choose/snippets/{name}/{path}"
        )
        for name in _SNIPPETS
        for suffix, path in (("", ""), ("_results", "results/"))
    },
    **{
        f"wagtailsnippets_pages_{name}:list{suffix}": cms(
            f"snippets/pages/{name}/{path}", COMMUNICATION
        )
        for name in ("checklistitem", "refusalreason")
        for suffix, path in (("", ""), ("_results", "results/"))
    },
    "wagtailsnippets_snippets_mailtemplate:list": cms(
        "snippets/snippets/mailtemplate/", COMMUNICATION
    ),
    "wagtailsnippets_snippets_mailtemplate:list_results": cms(
        "snippets/snippets/mailtemplate/results/", COMMUNICATION
    ),
    "wagtailsnippets_snippets_mailtemplate:edit": cms(
        "snippets/snippets/mailtemplate/edit/invitation_level/", COMMUNICATION
    ),
    "wagtailsnippets_snippets_mailtemplate:reset": cms(
        "snippets/snippets/mailtemplate/reset/invitation_level/", COMMUNICATION
    ),
    "wagtailsnippets_snippets_mailtemplate:test": cms(
        "snippets/snippets/mailtemplate/test/invitation_level/", COMMUNICATION
    ),
    "wagtailsnippets_snippets_mailtemplate:revisions_compare": cms(
        "snippets/snippets/mailtemplate/history/invitation_level/revisions/compare/live...live/",
        COMMUNICATION,
    ),
    **{
        f"{name}:index{suffix}": cms(f"{path}/{tail}")
        for name, path in (
            ("job_offers", "offres-emploi"),
            ("volunteering", "benevolat"),
            ("sessions", "sessions"),
        )
        for suffix, tail in (("", ""), ("_results", "results/"))
    },
    **{
        f"choose_{name}:choose{suffix}": cms(f"choisir/{path}/{tail}")
        for name, path in (
            ("commune", "commune"),
            ("occupation", "metier"),
            ("organisation", "organisation"),
        )
        for suffix, tail in (("", ""), ("_results", "results/"))
    },
    "opportunity_withdraw": cms("annonces/{offer.pk}/retirer/"),
    "opportunity_duplicate": cms("annonces/{offer.pk}/dupliquer/", status=302, method="post"),
    "opportunity_bulk_undo": cms("annonces/annuler/faux/", status=302, method="post"),
    **{
        f"report_{name}{suffix}": cms(f"rapports/{path}/{tail}")
        for name, path in (
            ("waiting", "en-attente"),
            ("expiring", "fin-proche"),
            ("duplicates", "doublons"),
            ("moderation_delays", "delais"),
            ("refusals", "refus"),
        )
        for suffix, tail in (("", ""), ("_results", "results/"))
    },
    "pages_geocoding": cms("geocodage/"),
}

ROWS = {**PUBLIC, **ACCOUNT, **ORGANISATIONS, **PORTAL, **SPACE, **CV, **CMS}
# Addresses that their pattern names.
UNNAMED = ("^api/", "^cms/password_reset/.*$")
