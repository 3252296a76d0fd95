"""What a refusal ends with: the number of the site, or where to write."""

import pytest

from snippets.models import SiteSettings
from snippets.site import call_us


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "said"),
    [("03 84 00 00 00", "au 03\u00a084\u00a000\u00a000\u00a000"), ("", "écrivez au service")],
)
def test_the_number_is_said_in_one_piece_or_the_page_that_helps(phone, said):
    SiteSettings.objects.update_or_create(pk=1, defaults={"contact_phone": phone})
    assert said in call_us()
