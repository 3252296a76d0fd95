"""The CMS."""

from portal.accounts.capabilities import EDIT_LISTS, EDIT_PAGES, MODERATE
from tests.authorisation.rows.row import COMMUNICATION, MODERATORS, cms

_SNIPPETS = {
    "organisation": MODERATORS,
    "commune": MODERATORS,
    "occupation": MODERATORS,
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
        f"{name}:chosen": cms(f"{path}/chosen/{key}/", status=status)
        for name, path, key, status in (
            ("choose_organisation", "choisir/organisation", "{organisation.pk}", 200),
            (
                "wagtailsnippetchoosers_snippets_organisation",
                "snippets/choose/snippets/organisation",
                "{organisation.pk}",
                200,
            ),
            *(
                (
                    f"wagtailsnippetchoosers_snippets_{name}",
                    f"snippets/choose/snippets/{name}",
                    "nulle-part",
                    404,
                )
                for name in ("commune", "occupation")
            ),
        )
    },
    **{
        f"{name}:chosen_multiple": cms(f"{path}/chosen-multiple/")
        for name, path in (
            ("choose_organisation", "choisir/organisation"),
            *(
                (
                    f"wagtailsnippetchoosers_snippets_{name}",
                    f"snippets/choose/snippets/{name}",
                )
                for name in _SNIPPETS
            ),
        )
    },
    **{
        f"wagtailsnippets_pages_{name}:list{suffix}": cms(
            f"snippets/pages/{name}/{path}", COMMUNICATION, asks=EDIT_LISTS
        )
        for name in ("checklistitem", "refusalreason")
        for suffix, path in (("", ""), ("_results", "results/"))
    },
    "wagtailsnippets_snippets_mailtemplate:list": cms(
        "snippets/snippets/mailtemplate/", COMMUNICATION, asks=EDIT_LISTS
    ),
    "wagtailsnippets_snippets_mailtemplate:list_results": cms(
        "snippets/snippets/mailtemplate/results/", COMMUNICATION, asks=EDIT_LISTS
    ),
    "wagtailsnippets_snippets_mailtemplate:edit": cms(
        "snippets/snippets/mailtemplate/edit/invitation_level/", COMMUNICATION, asks=EDIT_LISTS
    ),
    "wagtailsnippets_snippets_mailtemplate:reset": cms(
        "snippets/snippets/mailtemplate/reset/invitation_level/", COMMUNICATION, asks=EDIT_LISTS
    ),
    "wagtailsnippets_snippets_mailtemplate:test": cms(
        "snippets/snippets/mailtemplate/test/invitation_level/", COMMUNICATION, asks=EDIT_LISTS
    ),
    "wagtailsnippets_snippets_mailtemplate:revisions_compare": cms(
        "snippets/snippets/mailtemplate/history/invitation_level/revisions/compare/live...live/",
        COMMUNICATION,
        asks=EDIT_LISTS,
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
    "opportunity_withdraw": cms("annonces/{offer.pk}/retirer/", asks=MODERATE),
    "opportunity_duplicate": cms("annonces/{offer.pk}/dupliquer/", status=302, method="post"),
    "opportunity_bulk_undo": cms(
        "annonces/annuler/faux/", status=302, method="post", asks=MODERATE
    ),
    **{
        f"report_{name}{suffix}": cms(f"rapports/{path}/{tail}", asks=MODERATE)
        for name, path in (
            ("waiting", "en-attente"),
            ("expiring", "fin-proche"),
            ("duplicates", "doublons"),
            ("moderation_delays", "delais"),
            ("refusals", "refus"),
            ("own_approvals", "approuvees-par-leur-auteur"),
        )
        for suffix, tail in (("", ""), ("_results", "results/"))
    },
    "pages_geocoding": cms("geocodage/"),
    "wagtailadmin_api:pages:action": cms(
        "api/main/pages/{offer.pk}/action/publish/", method="post", status=405
    ),
    **{
        f"wagtailadmin_api:{name}:{view}": cms(f"api/main/{name}/{path}", status=status)
        for name, key, found in (
            ("pages", "{offer.pk}", 200),
            ("images", "0", 404),
            ("documents", "0", 404),
        )
        for view, path, status in (
            ("listing", "", 200),
            ("detail", f"{key}/", found),
            ("find", "find/", 404),
        )
    },
}

# Of Wagtail's own screens, which are one family, those that tell the levels of the CMS apart.
WAGTAIL = {
    "wagtailimages:index": cms("images/", COMMUNICATION, asks=EDIT_PAGES),
    "wagtaildocs:index": cms("documents/", COMMUNICATION, asks=EDIT_PAGES),
    "wagtailredirects:index": cms("redirects/", COMMUNICATION, asks=EDIT_PAGES),
    "wagtailadmin_collections:index": cms("collections/", COMMUNICATION, asks=EDIT_PAGES),
    "wagtailsnippets_cv_cvsuggestions:list": cms(
        "snippets/cv/cvsuggestions/", COMMUNICATION, asks=EDIT_LISTS
    ),
    "wagtailsnippets_participation_replytemplate:list": cms(
        "snippets/participation/replytemplate/", COMMUNICATION, asks=EDIT_LISTS
    ),
}
