"""Addresses of the app. Public and private patterns are two lists."""

from portal.recruitment import manage_urls, outcome_urls, person_urls
from portal.recruitment.checkin import urls as checkin_urls

app_name = "recruitment"
public = [*person_urls.public, *manage_urls.public, *checkin_urls.public]
private = [
    *person_urls.private,
    *outcome_urls.private,
    *manage_urls.private,
    *checkin_urls.private,
]
urlpatterns = [*private, *public]
