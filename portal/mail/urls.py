"""Addresses of mail, in the namespace `accounts` (`config/urls.py` joins them)."""

from portal.mail.journal import urls as journal
from portal.mail.preferences import urls as preferences

public = preferences.public
private = [*preferences.private, *journal.private]
urlpatterns = [*public, *private]
