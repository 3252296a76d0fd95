"""An SMTP backend that knows how far a message went when its connection breaks.

Django's own reports a lost connection in one way, whether the server had nothing yet or had the
whole message and its answer was lost. The first can be tried again, the second must not.
"""

import smtplib
import socket
from collections.abc import Callable
from typing import Any

from django.core.mail.backends.smtp import EmailBackend
from django.utils.functional import cached_property

END_OF_DATA = b".\r\n"


class AnswerLostError(smtplib.SMTPException):
    """The server has the whole message, and nobody knows whether it took it."""


class Conversation(smtplib.SMTP):
    """Without TLS or with STARTTLS; sends a message with a stop before its end."""

    # Called when all but the end of the message is with the server; what it raises stops there.
    before_end: Callable[[], None] | None = None

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Send a message (RFC 5321 DATA) and return the answer.

        Raises SMTPDataError when the server wants no message, SMTPServerDisconnected when it is
        gone before the end (it has no message), AnswerLostError when it is gone after.
        """
        self.putcmd("data")
        code, answer = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, answer)
        self.send(_dotted(msg))
        try:
            if self.before_end is not None:
                self.before_end()
        except BaseException:
            # Without its end, the server forgets what it received.
            self.close()
            raise
        self.send(END_OF_DATA)
        try:
            return self.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            message = "The connection was lost while the server answered."
            raise AnswerLostError(message) from error


class TlsConversation(Conversation, smtplib.SMTP_SSL):
    """The same with TLS from the start."""


class OutboxBackend(EmailBackend):
    """Django's SMTP backend, which calls `before_end` before the last bytes of each message."""

    before_end: Callable[[], None] | None = None

    @cached_property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The conversation above, in the transport that the settings ask for."""
        return TlsConversation if self.use_ssl else Conversation

    def open(self) -> bool | None:
        """Connect, without Nagle's algorithm.

        The end of a message would wait for an acknowledgement that the other side delays by 40 ms.
        """
        is_new = super().open()
        if is_new and isinstance(self.connection, Conversation) and self.connection.sock:
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return is_new

    def send_messages(self, email_messages: Any) -> int:
        """Send over the open connection.

        Raises SMTPException, OSError, or what `before_end` does.
        """
        if isinstance(self.connection, Conversation):
            self.connection.before_end = self.before_end
        return super().send_messages(email_messages) or 0


def _dotted(content: str | bytes) -> bytes:
    """The lines of a message with CRLF, leading dots doubled (RFC 5321, 4.5.2)."""
    raw = content.encode("ascii") if isinstance(content, str) else content
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return b"".join((b"." + line if line.startswith(b".") else line) + b"\r\n" for line in lines)
