"""A real SMTP server on loopback: a journey reads the message that really left."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

from snippets.mail.delivery.courier import send_due
from tests.e2e import cms


class Mailbox:
    """What arrived, by recipient; a handler of aiosmtpd."""

    def __init__(self) -> None:
        self.messages: list[Any] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def deliver(self) -> None:
        """Send what waits, as the job of every minute does."""
        cms.in_database(send_due)

    def last_to(self, address: str) -> Any:
        """The last message that somebody received."""
        return [message for message in self.messages if address in message["To"]][-1]

    def link(self, address: str, sign: str, base: str) -> str:
        """The address of a page of ours in their last message, on the server of the test."""
        text = self.last_to(address).get_body(("plain",)).get_content()
        found = next(url for url in re.findall(r"https?://\S+", text) if sign in url)
        return f"{base}{urlsplit(found).path}"


@contextmanager
def mailbox(settings) -> Iterator[Mailbox]:
    """The server, to which the site sends until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    backend = "snippets.mail.delivery.smtp.OutboxBackend"
    settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    try:
        yield box
    finally:
        controller.stop()
