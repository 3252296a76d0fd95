"""Settings of a worker that a test starts: the suite's, with a real SMTP server on EMAIL_PORT."""

import os

from config.settings.test import *  # noqa: F403
from config.settings.test import POST_OFFICE

POST_OFFICE = POST_OFFICE | {"BACKENDS": {"default": "snippets.mail.delivery.smtp.OutboxBackend"}}
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["EMAIL_PORT"])
EMAIL_USE_TLS = EMAIL_USE_SSL = False
EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
