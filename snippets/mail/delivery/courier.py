"""Sends stored messages, each at most once.

post-office's own `send_queued` writes statuses after a whole batch, so a kill in the middle sends
twice. Here one row is claimed (`SKIP LOCKED`) and "sending" committed; the message goes to the
server, all but its end; "handed over" is committed, by a statement that finds the claim still
there or stops; the end goes, the server answers, the outcome is committed.

So a message whose worker died before "handed over" was not sent and is sent again; after it, it
may or may not have left: it is reported as uncertain, and only a person sends it again.
"""

import logging
import smtplib
import threading
import time
from contextlib import suppress
from datetime import timedelta
from email.errors import MessageError
from types import TracebackType
from typing import Any, Self

from django.core.mail import get_connection
from post_office.models import Email
from post_office.settings import get_backend

from snippets.mail.delivery.answers import Answer, answer_of
from snippets.mail.delivery.attempts import plan_again
from snippets.mail.delivery.claims import claim
from snippets.mail.delivery.halting import stop_in_hand
from snippets.mail.delivery.outage import begin_outage, current_outage, end_outage, take_try
from snippets.mail.delivery.outcomes import (
    ClaimLostError,
    give_back,
    hand_over,
    is_at_fault,
    message_of,
    settle,
    withhold,
)
from snippets.mail.delivery.smtp import AnswerLostError, OutboxBackend
from snippets.mail.models import Delivery, Dispatch
from snippets.mail.suppression import Memory, withhold_reason

logger = logging.getLogger("declic.mail")

# A provider closes a connection that carries too much.
MESSAGES_PER_CONNECTION = 100


class Courier:
    """Sends messages one after the other, over one connection while it holds.

    One worker, one thread. `is_reachable` becomes False when the server fails, or is known to.
    """

    def __init__(self) -> None:
        self.backend: Any = None
        self.carried = 0
        self.is_reachable = True
        self.is_trying = False
        self.wait = timedelta(0)
        self.memory: Memory = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, email_id: int | None = None) -> bool:
        """Send the message `email_id`, or the first that is due; False when none was tried.

        A message that is being sent, was sent, or waits for its next attempt is left alone. When
        the pace asks to wait, `wait` says how long. During an outage of the server, one worker
        tries it now and then, with the message that has waited longest for a try.
        """
        if not self._may_ask_server():
            return False
        email, self.wait = claim(email_id, longest_waiting=self.is_trying)
        if email is None:
            if email_id is None:
                self._try_without_message()
            return False
        dispatch = Dispatch.objects.filter(pk=email.pk).first()
        if dispatch is None:
            # Not of `queue_mail`: nothing says that it goes to one person.
            settle(email, Delivery.FAILED)
            return True
        reason = withhold_reason(dispatch, self.memory)
        if reason:
            withhold(email, dispatch, reason)
            return True
        if dispatch.halted and stop_in_hand(email):
            return True
        try:
            message = message_of(email, dispatch.address)
        except (OSError, ValueError, MessageError, LookupError) as error:
            plan_again(email, answer_of(error), is_final=not isinstance(error, OSError))
        else:
            self._deliver(email, message)
        return True

    def close(self) -> None:
        """End the connection; what the server says to that changes nothing."""
        if self.backend is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.backend.close()
        self.backend, self.carried = None, 0

    def _may_ask_server(self) -> bool:
        """Whether to talk to the server: not during its outage, but for one try now and then."""
        outage = None if self.backend is not None else current_outage()
        self.is_trying = outage is not None and take_try(outage)
        if outage is not None and not self.is_trying:
            self.is_reachable = False
        return self.is_reachable

    def _try_without_message(self) -> None:
        """End an outage that no message waits for, when the server can be connected to."""
        if not self.is_trying or self.wait:
            return
        with suppress(smtplib.SMTPException, OSError):
            self._open("")
            self._note_answer()

    def _deliver(self, email: Email, message: Any) -> None:
        """Transmit one claimed message and commit what became of it."""
        try:
            self._transmit(email, message)
        except ClaimLostError:
            self._after_lost_claim(email)
        except AnswerLostError as error:
            self.close()
            settle(email, Delivery.UNCERTAIN, answer_of(error))
            self._note_outage(answer_of(error))
        except (smtplib.SMTPException, OSError) as error:
            self._after_error(email, error)
        except (ValueError, MessageError, LookupError) as error:
            # The message itself cannot be written: another attempt would fail the same.
            settle(email, Delivery.FAILED, answer_of(error))
        else:
            settle(email, Delivery.SENT)
            self._note_answer()

    def _after_lost_claim(self, email: Email) -> None:
        """Put the message aside if it was halted; else another worker has it."""
        self.close()
        still_mine = Email.objects.filter(
            pk=email.pk, status=Delivery.SENDING, last_updated=email.last_updated
        )
        if not still_mine.exists():
            logger.warning("mail %s was taken by another worker", email.pk)
        elif not stop_in_hand(email):
            # Halted, and released since.
            give_back(email, None)

    def _transmit(self, email: Email, message: Any) -> None:
        """Hand one claimed message to the server; a connection that died meanwhile is replaced."""
        is_fresh = self._open(email.backend_alias)
        try:
            self._send(email, message)
        except smtplib.SMTPServerDisconnected:
            if is_fresh or email.status != Delivery.SENDING:
                raise
            self.close()
            self._open(email.backend_alias)
            self._send(email, message)
        self.carried += 1

    def _open(self, alias: str) -> bool:
        """Open the connection unless it is there; True when it is new. Raises OSError."""
        if self.backend is not None and self.carried < MESSAGES_PER_CONNECTION:
            return False
        self.close()
        backend = get_connection(get_backend(alias or "default"))
        backend.open()
        self.backend = backend
        return True

    def _send(self, email: Email, message: Any) -> None:
        """Send over the open connection; other backends tell nothing of how far they went."""
        if isinstance(self.backend, OutboxBackend):
            self.backend.before_end = lambda: hand_over(email)
        else:
            hand_over(email)
        self.backend.send_messages([message])

    def _after_error(self, email: Email, error: Exception) -> None:
        """Plan another attempt, fail, wait for the server, or say that nobody knows."""
        answer = answer_of(error)
        was_open = self.backend is not None
        says_how_far = isinstance(self.backend, OutboxBackend)
        if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
            # What is left of the conversation is not to be trusted.
            self.close()
        if email.status == Delivery.HANDED_OVER and not (says_how_far or answer.code):
            settle(email, Delivery.UNCERTAIN, answer)
        elif answer.is_of_server and not (was_open and is_at_fault(email, answer)):
            self.close()
            is_new = self._note_outage(answer)
            give_back(email, answer if is_new else None)
        else:
            self._note_answer()
            plan_again(email, answer, is_final=answer.is_final)

    def _note_outage(self, answer: Answer) -> bool:
        """The server fails: stop here. True when nobody knew."""
        self.is_reachable = self.is_trying = False
        return begin_outage(answer)

    def _note_answer(self) -> None:
        """The server answers: an outage during which it was tried is over."""
        if self.is_trying:
            self.is_trying = False
            end_outage()


def send_one(email_id: int | None = None) -> bool:
    """Send the message `email_id`, or the first that is due; False when there is none to send."""
    with Courier() as courier:
        return courier.send(email_id)


def send_due(*, seconds: float = 50) -> int:
    """Send the messages that are due, for about `seconds`; return how many were tried.

    Stops when the server fails: what was not tried waits for the end of the outage, and no message
    uses up its attempts on it. Waits as the pace asks, within its time.
    """
    deadline = time.monotonic() + seconds
    tried = 0
    pause = threading.Event()
    with Courier() as courier:
        while courier.is_reachable and time.monotonic() < deadline:
            if courier.send():
                tried += 1
            elif not courier.wait or courier.wait.total_seconds() > deadline - time.monotonic():
                break
            else:
                pause.wait(courier.wait.total_seconds())
    return tried
