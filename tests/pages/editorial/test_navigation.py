"""Menus, footer and networks as staff arrange them; what is shown when they did not."""

import html
import re

import pytest
from wagtail.models import PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, streamfield

from pages.models import Navigation
from pages.navigation import menus
from tests.editorial_factories import ContentPageFactory
from tests.pages.moderation.conftest import with_level

pytestmark = pytest.mark.django_db


def link(label, page=None, address=""):
    return {"label": label, "page": page and page.page_ptr, "address": address}


def arrange(main=(), columns=(), networks=()):
    saved = Navigation.load()
    for name, kind, values in (
        ("main_menu", "link", main),
        ("footer_columns", "column", columns),
        ("networks", "network", networks),
    ):
        block = Navigation._meta.get_field(name).stream_block
        child = block.child_blocks[kind]
        value = block.normalize([(kind, child.normalize(value)) for value in values])
        setattr(saved, name, value)
    saved.save()


def shown(client, address="/recherche/"):
    return html.unescape(client.get(address).content.decode())


def test_without_settings_the_site_shows_its_own_menu(client):
    page = shown(client)
    for label in ("Offres", "Carte", "Espace pro", "Toutes les offres", "Mentions légales"):
        assert label in page
    assert "Nous suivre" not in page


def test_staff_arrange_menu_footer_and_networks(client):
    page = ContentPageFactory(title="Se former")
    arrange(
        main=[link("Formations", page), link("Offres", address="/offres/")],
        columns=[{"title": "Aller plus loin", "links": [link("Le CPF", page)]}],
        networks=[{"network": "linkedin", "address": "https://www.linkedin.com/company/x"}],
    )
    text = shown(client)
    menu = re.search(r'<nav aria-label="Menu principal">.*?</nav>', text, re.DOTALL)[0]
    always = ["/aide/", "/favoris/", "/compte/", "#contenu"]
    assert re.findall(r'<a href="([^"]+)"', menu) == [page.url, "/offres/", *always]
    assert "Espace pro" not in menu
    footer = text[text.index("<footer") :]
    assert "Aller plus loin" in footer
    assert ">LinkedIn</a>" in footer
    assert "Mentions légales" in footer
    here = shown(client, page.url)
    assert f'<a href="{page.url}" aria-current="page">Formations</a>' in here


def test_a_page_that_nobody_may_read_leaves_the_menu_at_once(client):
    page, other = ContentPageFactory(title="Se former"), ContentPageFactory()
    arrange(main=[link("Formations", page), link("Autre", other)])
    assert "Formations" in shown(client)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert "Formations" not in shown(client)
    restriction.delete()
    assert "Formations" in shown(client)
    page.unpublish()
    assert "Formations" not in shown(client)
    page.save_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    page.slug = "autre-adresse"
    page.save_revision().publish(skip_permission_checks=True)
    assert "/autre-adresse/" in shown(client)
    page.delete()
    assert "Formations" not in shown(client)


def test_menus_cost_nothing_once_read(django_assert_num_queries):
    page = ContentPageFactory()
    arrange(main=[link("Un", page)], columns=[{"title": "Deux", "links": [link("Trois", page)]}])
    menus()
    with django_assert_num_queries(0):
        assert menus().main[0].url == page.url


def data_for(**fields):
    empty = {"main_menu": [], "footer_columns": [], "networks": []} | fields
    return nested_form_data({name: streamfield(blocks) for name, blocks in empty.items()})


def test_communication_arranges_them_and_half_a_link_is_told(client):
    client.force_login(with_level("communication"))
    address = client.get("/cms/settings/pages/navigation/", follow=True).request["PATH_INFO"]
    half = [("link", {"label": "Contact", "page": "", "address": ""})]
    response = client.post(address, data_for(main_menu=half))
    assert response.status_code == 200
    (link_error,) = response.context["form"].errors.as_data()["main_menu"]
    (messages,) = link_error.block_errors.values()
    assert "ne mène nulle part" in messages.block_errors["page"].message
    whole = [("link", {"label": "Contact", "page": "", "address": "mailto:a@b.fr"})]
    assert client.post(address, data_for(main_menu=whole)).status_code == 302
    assert [item.label for item in menus().main] == ["Contact"]
    assert client.post(address, {"main_menu-count": "x"}).status_code == 400


def test_an_employment_officer_does_not(client):
    client.force_login(with_level("employment_officer"))
    address = f"/cms/settings/pages/navigation/{Navigation.load().pk}/"
    whole = [("link", {"label": "Contact", "page": "", "address": "mailto:a@b.fr"})]
    assert client.post(address, data_for(main_menu=whole)).status_code == 302
    assert menus().main == []
