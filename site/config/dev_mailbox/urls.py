"""Addresses of the mailbox, and whether the site has them."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, include, path

from config.dev_mailbox import views

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})

app_name = "dev_mailbox"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.mailbox, name="mailbox"),
    path("<int:email_id>/", views.message, name="message"),
    path("<int:email_id>/html/", views.html_part, name="html_part"),
    path("<int:email_id>/pieces-jointes/<int:attachment_id>/", views.attachment, name="attachment"),
]


def where_it_is_on() -> list[URLPattern | URLResolver]:
    """The mailbox at its address; nothing without `DEV_MAILBOX`.

    Raises ImproperlyConfigured when the site answers to another name than this machine's: who
    reads the mail of a person confirms addresses and changes passwords in their place.
    """
    if not settings.DEV_MAILBOX:
        return []
    if not set(settings.ALLOWED_HOSTS) <= _THIS_MACHINE:
        message = "DEV_MAILBOX shows everybody's mail: ALLOWED_HOSTS must be this machine alone."
        raise ImproperlyConfigured(message)
    return [path("dev/courriels/", include("config.dev_mailbox.urls"))]
