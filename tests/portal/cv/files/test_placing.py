"""Lines of an import go where the person says, beside what is there already."""

import pytest

from portal.accounts.level_names import LevelName
from portal.cv.services import create_cv, place_lines
from tests.portal.accounts.people import person_with

pytestmark = pytest.mark.django_db


def test_a_line_about_licences_is_ticked_beside_what_is_there():
    nadia = person_with(LevelName.CANDIDATE)
    document = {"x-declic": {"mobility": {"licences": ["B"], "area": "Belfort"}}}
    cv = create_cv(owner=nadia, title="CV", document=document)
    cv.unplaced = "Permis B, C\nÀ vélo"
    cv.save()
    place_lines(cv=cv, user=nadia, choices=[("Permis B, C", "permis"), ("À vélo", "permis")])
    cv.refresh_from_db()
    mobility = cv.document["x-declic"]["mobility"]
    assert mobility == {"licences": ["B", "C"], "area": "Belfort, À vélo"}
