"""Every address of the site, asked by every level: who is answered, who is refused.

A new address needs a row in `ROWS`; without one, `test_every_address_has_a_row` fails. A row is
`name of the address: Row(path, who)`. In a path, `{…}` is an attribute of `World`. `other` is the
same address with an object out of reach, which must not be found by those who are answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import Consent
from portal.accounts.services.invitations import invite_to_level
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import first_administrator, give, place, signed_in, token_of

ANONYMOUS = "anonymous"
EVERYBODY = frozenset({ANONYMOUS, *L})
SIGNED_IN = frozenset(L)
MODERATORS = frozenset({L.COMMUNICATION, L.EMPLOYMENT_OFFICER})
COMMUNICATION = frozenset({L.COMMUNICATION})
RIGHTS = frozenset({L.RIGHTS_ADMINISTRATOR})
MEMBERS = frozenset({L.ORGANISATION_MEMBER, L.ORGANISATION_MANAGER})

REFUSED = 403
# To the sign-in page: for whoever is signed out.
SIGN_IN = 302


@dataclass(frozen=True)
class Row:
    """One address: the path that is asked, who is answered, and with which status.

    Whoever is not in `who` gets `refusal` (signed-out people the sign-in page), by POST as well.
    """

    path: str
    who: frozenset[str] = EVERYBODY
    status: int = 200
    other: str = ""
    method: str = "get"
    refusal: int = REFUSED

    def expected(self, level: str) -> int:
        """What a level gets."""
        if level in self.who:
            return self.status
        return SIGN_IN if level == ANONYMOUS else self.refusal


def cms(path: str, who: frozenset[str] = MODERATORS, **options) -> Row:
    """An address of ours in the CMS, which sends whoever has no access to it back to its door."""
    return Row(f"/cms/{path}", who, refusal=302, **options)


def rights(path: str, **options) -> Row:
    """A screen of the administration of rights."""
    if options.get("other"):
        options["other"] = f"/habilitations/{options['other']}"
    return Row(f"/habilitations/{path}", RIGHTS, **options)


PUBLIC = {
    "health_live": Row("/health/live"),
    "health_ready": Row("/health/ready"),
    "security_txt": Row("/.well-known/security.txt"),
    "wagtaildocs_serve": Row("/documents/0/rien.pdf", status=404),
    "wagtaildocs_authenticate_with_password": Row(
        "/documents/authenticate_with_password/0/", status=404
    ),
    "opportunity_action": Row("/annonces/action/faux/", status=410),
    "media_image": Row("/media/images/rien.png", status=404),
    "accounts:invitation": Row("/invitation/{token}/", other="/invitation/faux/"),
    "accounts:data_register": Row("/donnees-personnelles/"),
    "snippets:contours": Row("/carte/communes.geojson"),
    "search:opportunities": Row("/api/v1/opportunities/"),
    "search:opportunity_features": Row("/api/v1/opportunities.geojson"),
    "search:opportunity": Row(
        "/api/v1/opportunities/{offer.pk}/", other="/api/v1/opportunities/{draft.pk}/"
    ),
    "search:api_sessions": Row("/api/v1/sessions/"),
    "search:clusters": Row("/api/v1/clusters/?bbox=6.7,47.4,7.2,47.9&zoom=9"),
    "search:api_communes": Row("/api/v1/communes/"),
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
    "wagtailcore_login": Row("/_util/login/"),
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

_SNIPPETS = {
    "organisation": MODERATORS,
    "commune": COMMUNICATION,
    "occupation": COMMUNICATION,
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

ROWS = {**PUBLIC, **PORTAL, **CMS}

# Wagtail's own, open before signing in.
DOOR = ("login", "logout", "password_reset", "jsi18n", "sprite")
OURS = ("config", "snippets", "pages", "search", "portal")


@dataclass
class World:
    """What the paths of the rows name, and a browser for each level, made once."""

    browsers: dict[str, Client] = field(default_factory=lambda: {ANONYMOUS: Client()})

    def __post_init__(self) -> None:
        self.organisation = OrganisationFactory()
        self.other_organisation = OrganisationFactory()
        place(UserFactory(), L.ORGANISATION_MANAGER, self.other_organisation)
        for level in L:
            user = UserFactory()
            if level in MEMBERS:
                place(user, level, self.organisation)
            else:
                give(user, level)
            self.browsers[level] = signed_in(user)
        self.person = UserFactory()
        self.grant = give(self.person, L.SPONSOR)
        self.consent = Consent.objects.create(user=self.person, purpose="news", version="1")
        self.offer = JobOfferPageFactory()
        self.draft = JobOfferPageFactory(live=False)
        self.volunteering = VolunteeringPageFactory()
        self.session = RecruitmentSessionPageFactory()
        self.invitation = invite_to_level(
            email="attendue@exemple.test",
            level=L.ADVISER,
            reason="Recrutée",
            actor=Actor(first_administrator()),
        )
        self.token = token_of(self.invitation)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def ask(world: World, level: str, path: str, method: str = "get") -> int:
    """The status that a level gets; what it changed is undone."""
    with transaction.atomic():
        status = getattr(world.browsers[level], method)(path.format_map(vars(world))).status_code
        transaction.set_rollback(True)
    return status


def addresses(resolver=None, route="", spaces=()) -> Iterator[tuple[str, str, str]]:
    """(name or route, route, module of the view) of each address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from addresses(pattern, path, inside)
        else:
            view = pattern.callback
            view = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
            yield ":".join((*spaces, pattern.name or "")) or path, path, view.__module__


def is_wagtails(route: str, module: str) -> bool:
    """Whether an address is one of the CMS's own, which are one family."""
    return route.startswith("cms/") and module.partition(".")[0] not in OURS


def test_every_address_has_a_row():
    ours = {name for name, route, module in addresses() if not is_wagtails(route, module)}
    assert {"without a row": ours - ROWS.keys(), "without an address": ROWS.keys() - ours} == {
        "without a row": set(),
        "without an address": set(),
    }


@pytest.mark.parametrize("name", ROWS)
def test_who_is_answered(world, name):
    row = ROWS[name]
    found = {level: ask(world, level, row.path, row.method) for level in world.browsers}
    assert found == {level: row.expected(level) for level in world.browsers}
    assert name in (resolve(row.path.format_map(vars(world)).partition("?")[0]).view_name, "^api/")


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.who != EVERYBODY])
def test_who_is_refused_cannot_post_either(world, name):
    row = ROWS[name]
    refused = [level for level in world.browsers if level not in row.who]
    found = {level: ask(world, level, row.path, "post") for level in refused}
    assert found == {level: row.expected(level) for level in refused}


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.other])
def test_what_is_out_of_reach_is_not_found(world, name):
    row = ROWS[name]
    found = {ask(world, level, row.other, row.method) for level in row.who}
    # A link that does not work says so: 410.
    assert found <= {404, 410}


def test_the_cms_is_closed_to_whoever_has_no_business_there(world):
    closed = [ANONYMOUS, *(level for level in L if level not in MODERATORS)]
    family = [
        f"/{route}"
        for name, route, module in addresses()
        if is_wagtails(route, module)
        and not any(sign in route for sign in "<(^")
        and not any(door in f"{name} {route}" for door in DOOR)
    ]
    assert len(family) > 50
    opened = {
        (level, path): status
        for level in closed
        for path in family
        if (status := ask(world, level, path)) not in {302, 403, 404}
    }
    assert opened == {}


def test_a_superuser_holds_no_capability(world):
    with transaction.atomic():
        browser = signed_in(UserFactory(superuser=True))
        assert browser.get("/habilitations/").status_code == REFUSED
        transaction.set_rollback(True)
