"""The bench of imports does what it says, at a small size."""

import pytest

from demo.followup_story import Story
from tests.bench import imports
from tests.portal.followup.imports import monthly


@pytest.mark.django_db
def test_everybody_of_the_file_is_imported(tmp_path):
    month = Story(seed=2).begin(8)
    path = tmp_path / month.name
    path.write_bytes(month.content())
    case = imports._import(path, monthly.officer().user.pk)
    assert case["people"] == len(month.expected)
    assert imports.missed(case | {"name": "import", "max_s": 60, "max_mb": 60}) == []
    slow = case | {"name": "import", "max_s": -1, "max_mb": -1}
    assert len(imports.missed(slow)) == 2
