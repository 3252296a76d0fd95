"""One's own data: read, correct, take away, erase. And what everybody may read of the register."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from portal.accounts import consents
from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.actors import Actor, person_of
from portal.accounts.capabilities import OWN_ACCOUNT
from portal.accounts.models import AuditEntry, Consent, User
from portal.accounts.services.audit import record
from portal.accounts.sign_in.fresh_proof import where_to_prove
from portal.personal_data import services
from portal.personal_data.document import as_pdf
from portal.personal_data.export import as_json, sections_of
from portal.personal_data.forms import ErasureForm, IdentityForm
from portal.personal_data.register import Holding, OnErasure, holdings
from portal.personal_data.themes import by_theme
from snippets import french
from snippets.form_views import ServiceActionView, ServiceFormView

# Of each kind of rows; the files have all of them.
SHOWN = 20
# Of what goes and of what stays when an account is erased; the rest is folded.
_NAMED = 3
_OF_SIGNING_IN = ("account", "accounts", "mfa", "usersessions", "socialaccount")
_FORMATS = {
    "json": ("application/json; charset=utf-8", as_json),
    "pdf": ("application/pdf", as_pdf),
}


class RegisterView(TemplateView):
    """Vos données: what is kept, why, how long. Public."""

    template_name = "personal_data/register.html"
    extra_context = {"grace_days": services.GRACE.days}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the register: the content of the CMS is told in one sentence."""
        about = [holding for holding in holdings() if not holding.is_trace]
        return super().get_context_data(themes=by_theme(about), **kwargs)


class OwnAccountMixin(CapabilityRequiredMixin):
    """A screen about oneself, for whoever has an account."""

    capability = OWN_ACCOUNT


class MyDataView(OwnAccountMixin, TemplateView):
    """Mes données: all that is kept of oneself, and what one can do with it."""

    template_name = "personal_data/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, and what one has said yes to."""
        user = person_of(self.request)
        wanted = self.request.GET.get("fichier", "")
        is_proved = not where_to_prove(self.request, user, then="/")
        given = Consent.objects.given().owned_by(user)
        answers = [(row, consents.text_of(row.purpose, row.version)) for row in given]
        return super().get_context_data(
            sections=list(sections_of(user, limit=SHOWN)),
            answers=[(row, text) for row, text in answers if text],
            questions=consents.not_given(user),
            wanted_file=wanted if wanted in _FORMATS and is_proved else "",
            **kwargs,
        )


class ExportView(OwnAccountMixin, View):
    """A file of all that is kept of oneself; logged, hence a POST."""

    def post(self, request: HttpRequest, extension: str) -> HttpResponse:
        """Send it to who has just shown who they are; the others show it, then come back.

        404 for another format.
        """
        if extension not in _FORMATS:
            raise Http404
        content_type, write = _FORMATS[extension]
        user = person_of(request)
        back = f"{reverse('accounts:my_data')}?{urlencode({'fichier': extension})}"
        if proof := where_to_prove(request, user, then=back):
            return redirect(proof)
        content = write(user)
        record(
            AuditEntry.Action.DATA_EXPORTED,
            actor=Actor.of(request),
            subject=user,
            details={"format": extension},
        )
        name = f"mes-donnees-{timezone.localdate():%Y-%m-%d}.{extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=content_type, headers=headers)


class CorrectView(OwnAccountMixin, ServiceFormView):
    """Corriger mon nom."""

    template_name = "personal_data/correct.html"
    form_class = IdentityForm
    success_url = reverse_lazy("accounts:my_data")

    def get_form_kwargs(self) -> dict[str, Any]:
        """A copy of the person: a form that is refused must not change what the page shows."""
        user = User.objects.get(pk=self.person.pk)
        return {**super().get_form_kwargs(), "instance": user}

    def act(self, form: IdentityForm) -> str:
        services.correct_identity(user=self.person, **form.cleaned_data)
        return "Votre nom est corrigé."


class EraseView(OwnAccountMixin, ServiceFormView):
    """Effacer mon compte, in thirty days."""

    template_name = "personal_data/erase.html"
    form_class = ErasureForm
    success_url = reverse_lazy("accounts:my_data")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = [section.holding for section in sections_of(self.person, limit=1)]
        return super().get_context_data(
            holdings=about,
            goes=_named(one for one in about if one.on_erasure == OnErasure.DELETE),
            stays=_named(one for one in about if one.on_erasure != OnErasure.DELETE),
            grace_days=services.GRACE.days,
            **kwargs,
        )

    def act(self, form: ErasureForm) -> str:
        user = services.ask_erasure(user=self.person, actor=self.actor)
        return f"Votre compte sera effacé le {user.erasure_due_on:%d/%m/%Y}."


def _named(about: Iterable[Holding]) -> str:
    """“vos CV, votre profil, vos alertes…”: the shortest are the plainest, signing in the last."""
    told = sorted(
        about,
        key=lambda one: (one.model.partition(".")[0] in _OF_SIGNING_IN, len(one.title)),
    )
    titles = list(dict.fromkeys(french.lower_first(holding.title) for holding in told))
    return ", ".join(titles[:_NAMED]) + ("…" if len(titles) > _NAMED else "")


class KeepView(OwnAccountMixin, ServiceActionView):
    """Garder mon compte."""

    success_url = reverse_lazy("accounts:my_data")

    def act(self) -> str:
        services.cancel_erasure(user=self.person, actor=self.actor)
        return "Vous gardez votre compte."


class GiveConsentView(OwnAccountMixin, ServiceActionView):
    """Donner un accord facultatif, that one page or another asks for."""

    success_url = reverse_lazy("accounts:my_data")

    def act(self) -> str:
        """Raises Http404 for a text that nobody asks, or that comes with the account."""
        text = consents.current_text(self.kwargs["purpose"])
        if text is None or not text.optional:
            raise Http404
        consents.give_consent(user=self.person, text=text)
        return "Votre accord est enregistré. Vous pouvez le retirer à tout moment."


class WithdrawConsentView(OwnAccountMixin, ServiceActionView):
    """Retirer un accord."""

    success_url = reverse_lazy("accounts:my_data")

    def act(self) -> str:
        given = self.own(Consent.objects.given(), pk=self.kwargs["pk"])
        consents.withdraw_consent(consent=given)
        return "Votre accord est retiré."
