"""The CMS carries the site's name, sends nobody elsewhere, and its menus lead somewhere."""

import re

import pytest
from bs4 import BeautifulSoup
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
