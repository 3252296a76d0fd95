"""The team's side: what is shared with the person, what they said, their requests."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from portal.accounts.capabilities import WRITE_CASES
from portal.followup.case.screens import CaseMixin
from portal.followup.contract.models import ActionStep
from portal.followup.contract.views.base import AddView, CaseActionView
from portal.followup.documents import queries as documents
from portal.followup.journal.draft_forms import KeepsTextMixin
from portal.followup.journal.models import JournalEntry
from portal.followup.link.queries import side_of
from portal.followup.models import SharedItem
from portal.followup.own_side import rules, team_queries
from portal.followup.own_side.forms import BringForm, RecordForm, ShareNoteForm
from portal.followup.own_side.services import answering, sharing

_TAB = "own_side"


class OwnSideView(CaseMixin, TemplateView):
    """`…/cote-personne/`: the link, what is shared, what the person said, their requests."""

    tab = _TAB
    template_name = "followup/own_side/tab.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "side": team_queries.own_side_of(self.case, self.person),
            "link": side_of(self.case, self.person).link,
            "prepares": rules.may_prepare(self.person, self.case),
            "today": timezone.localdate(),
        }
        return super().get_context_data(**(context | kwargs))


class _ShareAction(CaseActionView):
    """A button that shares, or stops."""

    capability = WRITE_CASES
    leads_to = _TAB

    def get_success_url(self) -> str:
        return reverse(f"followup:{self.leads_to}", args=[self.case.pk])


class ShareDocumentView(_ShareAction):
    """`…/cote-personne/documents/<document>/`: the person opens it in their space."""

    leads_to = "documents"

    def act(self) -> str:
        rows = documents.of_case(self.case, self.person)
        document = get_object_or_404(rows, pk=self.kwargs["document"])
        sharing.share_document(document=document, actor=self.actor)
        return "Le document est partagé avec la personne."


class ShareStepView(_ShareAction):
    """`…/cote-personne/etapes/<step>/`: the person reads it beside those of the contract."""

    def act(self) -> str:
        rows = ActionStep.objects.visible_to(self.person).filter(beneficiary=self.case)
        step = get_object_or_404(rows, pk=self.kwargs["step"])
        sharing.share_step(step=step, actor=self.actor)
        return "L’étape est partagée avec la personne."


class UnshareView(_ShareAction):
    """`…/cote-personne/<item>/arreter/`: the person reads it no more."""

    def act(self) -> str:
        rows = SharedItem.objects.visible_to(self.person).filter(beneficiary=self.case)
        item = get_object_or_404(rows, pk=self.kwargs["item"])
        sharing.unshare(item=item, actor=self.actor)
        return "Le partage est arrêté\u00a0: la personne ne le lit plus."


class _OwnSideForm(AddView):
    """A form of the tab."""

    capability = WRITE_CASES
    tab = _TAB
    template_name = "followup/own_side/team_form.html"


class ShareNoteView(KeepsTextMixin, _OwnSideForm):
    """`…/cote-personne/notes/<note>/`: words of a note, cut by who shares them."""

    title = "Partager un extrait de note avec la personne"
    button = "Partager cet extrait"
    notice = (
        "La personne lira ce texte, pas la note. Les notes confidentielles ne se partagent pas."
    )
    form_class = ShareNoteForm

    @cached_property
    def note(self) -> JournalEntry:
        """A note of the team. Raises Http404."""
        rows = JournalEntry.objects.visible_to(self.person).filter(beneficiary=self.case)
        note: JournalEntry = get_object_or_404(rows, pk=self.kwargs["note"])
        if note.is_confidential:
            raise Http404
        return note

    def draft_form_of(self) -> str:
        return f"share_note:{self.note.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.note.text[:2000]} | super().get_initial()

    def act(self, form: ShareNoteForm) -> str:
        sharing.share_note(note=self.note, text=form.cleaned_data["text"], actor=self.actor)
        return "L’extrait est partagé avec la personne."


class BringView(_OwnSideForm):
    """`…/cote-personne/a-apporter/`: what the person brings to the next appointment."""

    title = "Demander d’apporter quelque chose"
    button = "Le demander"
    form_class = BringForm

    def act(self, form: BringForm) -> str:
        sharing.ask_to_bring(
            beneficiary=self.case, text=form.cleaned_data["text"], actor=self.actor
        )
        return "La personne le lit dans son espace. Dites-le-lui aussi si elle n’a pas de compte."


class RecordFileView(KeepsTextMixin, _OwnSideForm):
    """`…/cote-personne/demande/`: a request for a file that came by letter or at the desk."""

    title = "Noter une demande d’accès au dossier"
    button = "Noter la demande"
    notice = (
        "Toute personne suivie peut demander une copie de son dossier, sans dire pourquoi. La ou "
        "le responsable de l’unité prépare la réponse."
    )
    form_class = RecordForm
    draft_form = "file_record"

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate()} | super().get_initial()

    def act(self, form: RecordForm) -> str:
        answering.record_request(beneficiary=self.case, actor=self.actor, **form.cleaned_data)
        return (
            "La demande est notée\u00a0: la ou le responsable de l’unité la voit sur son accueil."
        )
