"""The restricted archive: numbers, then a reason for each case that is opened."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from portal.followup.retention import queries
from portal.followup.retention.forms import ReasonForm, SearchForm
from portal.followup.retention.services import archive
from portal.followup.retention.states import R
from portal.followup.retention.views.base import KeptCaseMixin, RetentionMixin
from snippets.form_views import ServiceFormView


class ArchiveView(RetentionMixin, ServiceFormView):
    """`/suivi/conservation/archives/`: those of the unit; a search is logged."""

    form_class = SearchForm
    template_name = "followup/retention/archive.html"
    limits = (archive.SEARCHES,)

    def form_valid(self, form: SearchForm) -> HttpResponse:
        found = archive.search(text=form.cleaned_data["text"], actor=self.actor)
        context = self.get_context_data(form=form, found=found, is_search=True)
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lines=queries.archived(self.person),
            count=queries.count(self.person, R.ARCHIVED),
            most=queries.MOST,
            **kwargs,
        )


class _ReasonView(KeptCaseMixin, ServiceFormView):
    form_class = ReasonForm
    template_name = "followup/retention/form.html"
    title = ""
    button = ""
    notice = ""

    def get_success_url(self) -> str:
        return reverse("followup:case", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {
            "title": f"{self.title} {self.case.shown_number}",
            "button": self.button,
            "notice": self.notice,
            "back": reverse("followup:retention_case", args=[self.case.pk]),
        }
        return super().get_context_data(**(words | kwargs))


class ReadView(_ReasonView):
    """`…/lire/`: for an hour, without writing."""

    title = "Lire le dossier archivé"
    button = "Ouvrir une heure"
    notice = "Vous lisez sans écrire, pendant une heure. Votre motif reste au journal des accès."
    limits = (archive.READINGS,)

    def act(self, form: ReasonForm) -> str:
        archive.read_archive(
            case_pk=self.case.pk, reason=form.cleaned_data["reason"], actor=self.actor
        )
        return "Le dossier archivé est ouvert pour une heure."


class ReopenView(_ReasonView):
    """`…/rouvrir/`: the person is back."""

    title = "Rouvrir le dossier"
    button = "Rouvrir le dossier"
    notice = (
        "La personne est revenue\u00a0: le dossier redevient celui de votre unité. Il n’a plus de "
        "référent·e\u00a0: désignez quelqu’un."
    )

    def act(self, form: ReasonForm) -> str:
        archive.reopen(case_pk=self.case.pk, reason=form.cleaned_data["reason"], actor=self.actor)
        return "Le dossier est rouvert. Désignez un·e référent·e."
