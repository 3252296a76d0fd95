"""The page that the proxy shows while the site is away."""

import re

import pytest
from django.core.management import call_command

from snippets.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_the_page_stands_by_itself_and_another_user_reads_it(settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path
    SiteSettings.objects.create(site_name="Rebond", contact_phone="03 81 00 00 00")
    call_command("maintenance_page")
    page = tmp_path / "maintenance" / "maintenance.html"
    assert capsys.readouterr().out.strip() == str(page)
    text = page.read_text(encoding="utf-8")
    assert "<strong>Rebond</strong>" in text
    assert 'href="tel:+33381000000"' in text
    assert "Déclic" not in text
    # Neither the site nor its static files answer then.
    assert re.findall(r'(?:src|href)="(?!tel:|")', text) == []
    assert page.stat().st_mode & 0o777 == 0o644
    assert page.parent.stat().st_mode & 0o777 == 0o755
    assert [file.name for file in page.parent.iterdir()] == ["maintenance.html"]


def test_without_a_phone_number_nobody_is_told_to_call(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    SiteSettings.objects.create(contact_phone="")
    call_command("maintenance_page")
    text = (tmp_path / "maintenance" / "maintenance.html").read_text(encoding="utf-8")
    assert "Appelez" not in text
