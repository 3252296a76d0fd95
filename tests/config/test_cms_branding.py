"""The CMS carries the site's name, sends nobody elsewhere, and its menus lead somewhere."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group

from tests.factories import UserFactory, job_offer_index

LEVELS = ("communication", "employment_officer")


def with_level(name):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    return user


def page_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def other_hosts(soup):
    loaded = [tag.get("src") or tag.get("href") for tag in soup.select("[src], link[href]")]
    return [address for address in loaded if re.match(r"(https?:)?//", address)]


@pytest.mark.parametrize("level", LEVELS)
def test_dashboard_sends_nobody_elsewhere(client, db, level):
    job_offer_index()
    client.force_login(with_level(level))
    soup = page_of(client, "/cms/")
    assert soup.title.string.endswith("- Déclic")
    assert soup.h1.get_text(strip=True) == "Déclic"
    logo = soup.select_one("template[data-wagtail-sidebar-branding-logo]").decode_contents()
    assert "favicon" in logo
    assert other_hosts(soup) == []
    html = str(soup)
    assert "guide.wagtail.org" not in html
    assert "wagtail.org/" not in html


@pytest.mark.parametrize("level", LEVELS)
def test_every_report_of_the_menu_opens(client, db, level):
    job_offer_index()
    client.force_login(with_level(level))
    html = str(page_of(client, "/cms/"))
    reports = sorted(set(re.findall(r"/cms/reports/[a-z-]+/", html)))
    assert reports == [
        "/cms/reports/aging-pages/",
        "/cms/reports/site-history/",
        "/cms/reports/workflow/",
    ]
    assert "Relectures" in html
    assert "Workflows" not in html
    for url in reports:
        page_of(client, url)


def test_the_cms_wears_the_colours_of_the_site(client, db):
    client.force_login(with_level("communication"))
    assert page_of(client, "/cms/").select("link[href*='css/cms/theme']")
    css = settings.BASE_DIR / "site" / "static" / "css"
    tokens = [
        # The first of each name: dark screens have their own further down.
        dict(reversed(re.findall(r"(--[a-z-]+): (#[0-9a-f]{3,6});", path.read_text())))
        for path in (css / "site.css", css / "cms" / "theme.css")
    ]
    for name in ("--institution", "--action", "--danger", "--danger-tint", "--focus", "--ink"):
        assert tokens[0][name] == tokens[1][name], name
    assert tokens[0]["--danger"] != tokens[0]["--action"]
