"""Organisations, and what they propose."""

from portal.accounts.capabilities import PROPOSE, VERIFY_ORGANISATIONS
from portal.accounts.level_names import LevelName as L
from tests.authorisation.rows.row import (
    ANONYMOUS,
    COMMUNICATION,
    MEMBERS,
    MODERATORS,
    OFFICERS,
    SIGNED_IN,
    Row,
    members,
    one,
    space,
)

ORGANISATIONS = {
    # Whoever is signed in is led on to their organisations.
    "organisations:door": Row("/espace-pro/", frozenset({ANONYMOUS}), refusal=302),
    "organisations:employers": Row("/employeurs/"),
    "organisations:register": Row("/organisations/inscription/", SIGNED_IN),
    "organisations:join": Row("/organisations/{other_organisation.slug}/rejoindre/", SIGNED_IN),
    # The members of this world have two and choose, the others are told how to have one.
    "organisations:choice": Row("/mon-organisation/", SIGNED_IN),
    "organisations:cancel_join": Row(
        "/mon-organisation/demandes/0/annuler/", SIGNED_IN, 404, method="post"
    ),
    "organisations:queue": Row("/organisations/verifier/", OFFICERS, asks=(VERIFY_ORGANISATIONS,)),
    **{
        f"organisations:{name}": Row(
            f"/organisations/verifier/{{organisation.slug}}/{path}",
            OFFICERS,
            other=f"/organisations/verifier/inconnue/{path}",
            asks=(VERIFY_ORGANISATIONS,),
        )
        for name, path in (("review", ""), ("suspend", "suspendre/"), ("restore", "retablir/"))
    },
    "organisations:sheet": Row(
        "/mon-organisation/{organisation.slug}/fiche/",
        MEMBERS | OFFICERS,
        elsewhere=COMMUNICATION,
        asks=(PROPOSE,),
    ),
    "organisations:edit": members("fiche/modifier/"),
    "organisations:leave": Row(
        "/mon-organisation/{organisation.slug}/quitter/",
        MEMBERS,
        other="/mon-organisation/{other_organisation.slug}/quitter/",
        elsewhere=MODERATORS,
        asks=(PROPOSE,),
    ),
    "organisations:members": members(
        "membres/",
        other="/mon-organisation/{other_organisation.slug}/membres/",
        bounded=frozenset({L.ORGANISATION_MANAGER}),
    ),
    "organisations:invite": members("membres/inviter/"),
    "organisations:role": members("membres/{member.pk}/role/", method="post", status=302),
    "organisations:remove": members("membres/{member.pk}/retirer/"),
    "organisations:resend": members("invitations/{place.pk}/renvoyer/", method="post", status=302),
    "organisations:revoke": members("invitations/{place.pk}/annuler/", method="post", status=302),
    "organisations:answer": members("demandes/{asked.pk}/"),
    "submissions:home": space(""),
    "submissions:create": space("proposer/offre/"),
    "submissions:remarks": space("mots/", method="post"),
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
