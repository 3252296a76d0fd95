"""What anybody reads."""

from tests.authorisation.rows.row import ANONYMOUS, Row

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
