"""« Pourquoi ai-je reçu ce courriel ? »: from a link of the message, without signing in."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator

from portal.mail.preferences.views import OPEN_BY_LINK, ByLinkView
from portal.mailing.mails import CATEGORIES
from portal.mailing.services.stopping import KEYS, receive_again, stop, stopped
from portal.mailing.why import why_of_message
from snippets.addresses import masked
from snippets.form_views import REFUSED
from snippets.mail.categories import find_category
from snippets.mail.preferences.links import MailLink, preferences_path


@method_decorator(OPEN_BY_LINK, name="dispatch")
class WhyView(ByLinkView):
    """GET and HEAD tell; POST alone stops, or takes it back.

    Who has the link may act, as with the other links of a message.
    """

    link = MailLink.WHY
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Say why, and what may be stopped."""
        return self._show()

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Stop these messages, or all that are campaigns; or receive again what is named."""
        address = self.sent.address
        if "stop" in request.POST:
            return self._show(
                done="stop", undo=stop(address=address, categories=[self.sent.category])
            )
        if "stop_all" in request.POST:
            return self._show(done="stop_all", undo=stop(address=address))
        if again := request.POST.getlist("again"):
            receive_again(address=address, categories=again)
            return self._show(done="again")
        return self._show(status=REFUSED)

    def _show(
        self, *, done: str = "", undo: tuple[str, ...] = (), status: int = HTTPStatus.OK
    ) -> HttpResponse:
        """`undo`: what was stopped just now; before that, whatever is stopped may be taken back."""
        address, refused = self.sent.address, stopped(self.sent.address)
        context = {
            "why": why_of_message(self.sent),
            "address": masked(address),
            "category": find_category(self.sent.category),
            "is_stopped": self.sent.category in refused,
            "is_all_stopped": len(refused) == len(KEYS),
            "stopped": [category for category in CATEGORIES if category.key in refused],
            "undo": undo or refused,
            "done": done,
            "preferences_path": preferences_path(self.sent),
        }
        return render(self.request, "mailing/why.html", context, status=status)
