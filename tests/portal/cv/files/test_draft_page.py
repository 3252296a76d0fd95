"""What was read of an old CV, before it is corrected: people check it at a glance."""

import pytest
from django.urls import reverse

from portal.accounts.level_names import LevelName
from portal.cv.services import create_cv
from tests.portal.accounts.people import person_with, signed_in

pytestmark = pytest.mark.django_db


def page_of(document) -> str:
    owner = person_with(LevelName.CANDIDATE)
    cv = create_cv(owner=owner, title="Ancien", document=document)
    cv.unplaced = "Disponible tout de suite"
    cv.save()
    return signed_in(owner).get(reverse("cv:draft", args=[cv.pk])).text


def test_entries_are_named():
    page = page_of(
        {
            "work": [{"position": "Serveuse", "name": "Le Lion"}, {"name": "Hôtel du Parc"}],
            "education": [{"x-declic": {"location": "Belfort"}}],
            "basics": {"profiles": [{"network": "LinkedIn"}]},
        }
    )
    assert "<dd>Serveuse<br>Hôtel du Parc</dd>" in page
    assert "<dd>Belfort</dd>" in page
    assert "<dd>LinkedIn</dd>" in page


def test_long_lists_and_long_names_are_cut():
    page = page_of({"skills": [{"name": f"{number} {'x' * 200}"} for number in range(20)]})
    assert "et 12 de plus" in page
    assert "x" * 60 not in page
