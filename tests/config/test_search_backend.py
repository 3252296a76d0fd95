"""The search of the CMS: accents never matter, in what is kept as in what is asked."""

import pytest

from tests.editorial_factories import ContentPageFactory, home_page
from tests.pages.moderation.conftest import with_level

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["renovation ener", "Rénovation Énergétique", "rènovation"])
def test_the_explorer_the_search_and_the_chooser_fold_accents(client, cms_index, words):
    page = ContentPageFactory(title="Rénovation énergétique", slug="renovation")
    other = ContentPageFactory(title="Maçonnerie", slug="maconnerie")
    client.force_login(with_level("communication"))
    for address in (f"/cms/pages/{home_page().pk}/", "/cms/pages/search/"):
        found = {row.pk for row in client.get(address, {"q": words}).context["object_list"]}
        assert (page.pk in found, other.pk in found) == (True, False), address
    chosen = client.get("/cms/choose-page/search/", {"q": words}).text
    assert page.title in chosen
    assert other.title not in chosen
