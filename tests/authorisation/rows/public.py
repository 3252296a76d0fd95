"""What anybody reads."""

from portal.accounts.capabilities import READ
from tests.authorisation.rows.row import ANONYMOUS, Row


def read(path: str, status: int = 200, **options) -> Row:
    """What is published, which anybody reads."""
    return Row(path, status=status, asks=(READ,), **options)


PUBLIC = {
    "health_live": Row("/health/live"),
    # No worker runs beside the tests.
    "health_ready": Row("/health/ready", status=503),
    # Behind a secret of the monitoring's, which no test of levels shows.
    "metrics": Row("/metrics", status=404),
    "security_txt": Row("/.well-known/security.txt"),
    "wagtaildocs_serve": read("/documents/0/rien.pdf", status=404),
    "wagtaildocs_authenticate_with_password": read(
        "/documents/authenticate_with_password/0/", status=404
    ),
    "snippets:action_link": Row("/lien/faux/", status=410),
    "opportunity_action": Row("/annonces/action/faux/", status=410),
    "media_image": Row("/media/images/rien.png", status=404),
    "accounts:invitation": Row("/invitation/{token}/", other="/invitation/faux/"),
    "accounts:data_register": read("/donnees-personnelles/"),
    "snippets:territory": read("/carte/territoire.json"),
    "snippets:silhouette": read("/carte/territoire.svg"),
    # Behind a secret of the mail server's, which no test of levels shows.
    "snippets:mail_reports": Row("/messagerie/retours/", status=405),
    "search:opportunities": read("/api/v1/opportunities/"),
    "search:opportunity_features": read("/api/v1/opportunities.geojson"),
    "search:opportunity": read(
        "/api/v1/opportunities/{offer.pk}/", other="/api/v1/opportunities/{draft.pk}/"
    ),
    "search:api_sessions": read("/api/v1/sessions/"),
    "search:clusters": read("/api/v1/clusters/?bbox=6.7,47.4,7.2,47.9&zoom=9"),
    "search:api_communes": read("/api/v1/communes/"),
    "search:occupations": read("/offres/metiers/?q=sou"),
    "search:api_occupations": read("/api/v1/occupations/"),
    "search:api_organisations": read("/api/v1/organisations/"),
    "search:api_organisation": read("/api/v1/organisations/{offer.organisation.slug}/"),
    "search:rss": read("/offres/flux.rss"),
    "search:agenda_ics": read("/sessions/agenda.ics"),
    "search:session_ics": read("/sessions/{session.pk}/session.ics"),
    "search:embed_help": read("/integration/"),
    "search:embed": read("/integration/offres/"),
    "search:sitemap": read("/sitemap.xml"),
    "search:sitemap_section": read("/sitemap-annonces.xml"),
    "search:results": read("/offres/"),
    "search:communes": read("/offres/communes/?q=bel"),
    "search:report": read("/offres/{offer.pk}/signaler/", other="/offres/{draft.pk}/signaler/"),
    "search:qr": read("/offres/{offer.pk}/qr.svg", other="/offres/{draft.pk}/qr.svg"),
    "search:agenda": read("/sessions/"),
    "search:volunteering": read("/benevolat/", status=302),
    "search:report_thanks": read("/signalement/merci/"),
    "search:organisation": read("/organisations/{offer.organisation.slug}/"),
    "search:pages": read("/recherche/"),
    "search:legal": read("/mentions-legales/"),
    "search:accessibility": read("/accessibilite/"),
    "search:robots": read("/robots.txt"),
    "offer": read("/offres/{offer.slug}/", other="/offres/{draft.slug}/"),
    "volunteering": read("/benevolat/{volunteering.slug}/"),
    "session": read("/sessions/{session.slug}/"),
    "page_preview": Row("/api/v2/preview/", status=400),
    "content_api:pages:listing": read("/api/v2/pages/"),
    "content_api:pages:detail": read(
        "/api/v2/pages/{offer.pk}/", other="/api/v2/pages/{draft.pk}/"
    ),
    "content_api:pages:find": read("/api/v2/pages/find/", status=404),
    "content_api:images:listing": read("/api/v2/images/"),
    "content_api:images:detail": read("/api/v2/images/0/", status=404),
    "content_api:images:find": read("/api/v2/images/find/", status=404),
    "content_api:documents:listing": read("/api/v2/documents/"),
    "content_api:documents:detail": read("/api/v2/documents/0/", status=404),
    "content_api:documents:find": read("/api/v2/documents/find/", status=404),
    "api_schema": read("/api/schema/"),
    "api_docs": read("/api/docs/"),
    "^api/": Row("/api/rien/", status=404),
    "wagtailcore_authenticate_with_password": Row(
        "/_util/authenticate_with_password/0/0/", status=404
    ),
    "wagtailcore_login": Row("/_util/login/", frozenset({ANONYMOUS}), 302),
    "wagtail_serve": read("/"),
}
