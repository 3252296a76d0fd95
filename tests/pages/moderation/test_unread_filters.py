"""A list of the CMS whose filter is no date says so, instead of showing everything in silence."""

import pytest
from django.urls import reverse

from tests.editorial_factories import ContentPageFactory
from tests.factories import UserFactory

pytestmark = pytest.mark.usefixtures("db")

TYPED = "31/02/2027"
HISTORY = "wagtailadmin_pages:history"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("wagtailadmin_reports:site_history", "timestamp_from"),
        ("wagtailadmin_reports:workflow", "created_at_to"),
        ("wagtailadmin_reports:workflow_tasks", "finished_at_from"),
        ("wagtailadmin_reports:locked_pages", "locked_at_from"),
        ("wagtailadmin_reports:aging_pages", "last_published_at"),
        ("report_refusals", "depuis"),
        ("wagtailadmin_explore", "latest_revision_created_at_from"),
        (HISTORY, "timestamp_to"),
        ("wagtailadmin_explore_results", "latest_revision_created_at_to"),
    ],
)
def test_filter_that_is_no_date_is_told(client, name, field):
    client.force_login(UserFactory(superuser=True))
    page = ContentPageFactory()
    of_page = name in ("wagtailadmin_explore", "wagtailadmin_explore_results", HISTORY)
    url = reverse(name, args=[page.pk] if of_page else [])
    shown = client.get(url, {field: TYPED}).content.decode()
    assert "La liste n’est pas filtrée." in shown
    assert "Écrivez une date" in shown
    assert "La liste n’est pas filtrée." not in client.get(url).content.decode()
