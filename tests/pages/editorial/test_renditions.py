"""Renditions are made by a job of the publication, and are those that templates ask for."""

import json
import re
from pathlib import Path

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from pages import jobs
from pages.editorial.renditions import FIGURE_SPECS, NEWS_SPECS, expanded
from snippets.models.media import SiteRendition
from tests.editorial_factories import ContentPageFactory, ImageFactory, NewsPageFactory

pytestmark = pytest.mark.django_db

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
TAG = re.compile(r"{% (?:image|picture) (?:page|item|value)\.image (.+?) (?:as|sizes=|%})")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def planned() -> list[int]:
    found = ProcrastinateJob.objects.filter(task_name="pages.make_renditions")
    return [job.args["page_id"] for job in found]


def figure(image) -> str:
    value = {"image": {"image": image.pk, "alt_text": "Un atelier", "decorative": False}}
    return json.dumps([{"type": "image", "value": value}])


def test_the_list_of_specs_is_what_the_templates_ask_for():
    asked = {
        spec
        for file in TEMPLATES.rglob("*.html")
        for spec in TAG.findall(file.read_text(encoding="utf-8"))
    }
    assert asked == {*NEWS_SPECS, *FIGURE_SPECS}


def test_the_job_makes_all_that_the_page_shows(client):
    page = NewsPageFactory(image=ImageFactory(), body=figure(ImageFactory()))
    assert set(planned()) == {page.pk}
    jobs.make_renditions(page.pk)
    made = set(SiteRendition.objects.values_list("pk", flat=True))
    assert len(made) == len(expanded((*NEWS_SPECS, *FIGURE_SPECS)))
    for path in (page.get_url(), page.get_parent().get_url()):
        assert client.get(path).status_code == 200
    assert set(SiteRendition.objects.values_list("pk", flat=True)) == made


def test_the_job_and_the_publication_are_one_transaction():
    page = NewsPageFactory(image=ImageFactory(), live=False)
    with transaction.atomic():
        page.get_latest_revision().publish()
        assert page.pk in planned()
        transaction.set_rollback(True)
    assert planned() == []


def test_a_draft_or_a_page_without_image_plans_nothing():
    NewsPageFactory(image=ImageFactory(), live=False)
    page = ContentPageFactory()
    page.body = figure(ImageFactory())
    page.save_revision()
    assert planned() == []
    jobs.make_renditions(page.pk)
    assert not SiteRendition.objects.exists()
