"""Beginning a campaign, saying whom it is for and what it says; copying and deleting one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from portal.mailing.audiences.estimate import Estimate, estimate
from portal.mailing.audiences.exclusions import Exclusion
from portal.mailing.audiences.registry import audience_of
from portal.mailing.errors import AudienceError
from portal.mailing.forms.audiences import FORMS, offers_of, sessions_of
from portal.mailing.forms.base import AudienceForm, VersionForm
from portal.mailing.forms.campaign import MessageForm, NewForm
from portal.mailing.models import Campaign, Source, sources_for
from portal.mailing.sampling import sample_of
from portal.mailing.services import writing
from portal.mailing.states import EDITABLE
from portal.mailing.views.base import (
    CampaignFormView,
    CampaignMixin,
    CampaignsMixin,
    ConfirmView,
)
from snippets.form_views import ServiceActionView, ServiceFormView
from snippets.numbers import whole_number

# What a shortcut names in its address: the public, then one object of it.
_SHORTCUTS = {Source.SESSION: ("roster", sessions_of), Source.APPLICANTS: ("page", offers_of)}


class NewView(CampaignsMixin, ServiceFormView):
    """`…/nouvelle/`: `?public=session&roster=12` from a session, `?public=applicants&page=12`."""

    form_class = NewForm
    template_name = "mailing/new.html"
    made: Campaign

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.person}

    @cached_property
    def wanted(self) -> tuple[str, dict[str, Any], str]:
        """What the address says: public, criterion, and its name. Wrong, it says nothing."""
        source = self.request.GET.get("public", "")
        if source not in sources_for(self.person):
            return "", {}, ""
        if source not in _SHORTCUTS:
            return source, {}, ""
        key, choices = _SHORTCUTS[Source(source)]
        text = self.request.GET.get(key, "")
        row = choices(self.person).filter(pk=whole_number(text)).first()
        return (source, {key: row.pk}, row.title) if row else (source, {}, "")

    def get_initial(self) -> dict[str, Any]:
        source, _, title = self.wanted
        return {"source": source, "name": title[: writing.MAX_NAME]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            about=self.wanted[2],
            breadcrumb=[("Campagnes", reverse("mailing:home")), ("Nouvelle campagne", "")],
            **kwargs,
        )

    def act(self, form: NewForm) -> str:
        source, criteria, _ = self.wanted
        chosen = form.cleaned_data["source"]
        self.made = writing.create(
            user=self.person,
            source=chosen,
            name=form.cleaned_data["name"],
            criteria=criteria if chosen == source else None,
        )
        return ""

    def get_success_url(self) -> str:
        return reverse("mailing:audience", args=[self.made.pk])


class _DraftMixin(CampaignMixin):
    """A screen that changes a draft: another campaign says what one may do instead."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.campaign.status not in EDITABLE:
            return redirect(self.url)
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]
        return response


class AudienceView(_DraftMixin, CampaignFormView):
    """`…/<pk>/public/`: the criteria, and how many people they choose."""

    template_name = "mailing/audience.html"
    here = "À qui"

    def get_form_class(self) -> type[AudienceForm]:
        return FORMS[Source(self.campaign.source)]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "campaign": self.campaign, "user": self.person}

    def get_initial(self) -> dict[str, Any]:
        shown = self.get_form_class().shown(self.campaign.criteria)
        return {**shown, **super().get_initial()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The count is of what is saved: while a field is wrong, nobody is counted."""
        context = super().get_context_data(**kwargs)
        if "theirs" in context:
            found = counted(context["theirs"], self.person)
            return {**context, "their_rule": found.get("estimate")}
        if not context["form"].errors and self.campaign.criteria:
            context |= counted(self.campaign, self.person)
        return context

    def act(self, form: AudienceForm) -> str:
        writing.change_audience(
            campaign=self.campaign,
            user=self.person,
            version=form.cleaned_data["version"],
            criteria=form.criteria,
        )
        return ""

    def get_success_url(self) -> str:
        return f"{reverse('mailing:audience', args=[self.campaign.pk])}#resultat"


class MessageView(_DraftMixin, CampaignFormView):
    """`…/<pk>/message/`: what it says."""

    form_class = MessageForm
    template_name = "mailing/message.html"
    here = "Message"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "campaign": self.campaign, "user": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "cards": list(self.campaign.cards.all())}

    def act(self, form: MessageForm) -> str:
        writing.change_message(
            campaign=self.campaign,
            user=self.person,
            version=form.cleaned_data["version"],
            **form.values,
        )
        return "Le message est enregistré."

    def get_success_url(self) -> str:
        return reverse("mailing:preview", args=[self.campaign.pk])


class CopyView(CampaignMixin, ServiceActionView):
    """`…/<pk>/copier/`: « Reprendre cette campagne »."""

    made: Campaign

    def act(self) -> str:
        if self.campaign.source not in sources_for(self.person):
            raise PermissionDenied
        self.made = writing.copy(campaign=self.campaign, user=self.person)
        return "Voici un brouillon avec le même public et le même message. Vérifiez les deux."

    def get_success_url(self) -> str:
        return reverse("mailing:audience", args=[self.made.pk])

    def get_refused_url(self) -> str:
        return self.url


class DeleteView(ConfirmView):
    """`…/<pk>/supprimer/`: asks once."""

    asked_in = EDITABLE
    template_name = "mailing/delete.html"
    here = "Supprimer"
    success_url = reverse_lazy("mailing:home")

    def act(self, form: VersionForm) -> str:
        name = self.campaign.name
        writing.delete_draft(**self.named(form))
        return f"Le brouillon «\u00a0{name}\u00a0» est supprimé."

    def get_success_url(self) -> str:
        return str(self.success_url)


def counted(campaign: Campaign, user: Any) -> dict[str, Any]:
    """How many it would write to today, some of them, who is left out and why; or what is wrong.

    Nothing while a question was never answered: nobody made a mistake yet.
    """
    answered = campaign.criteria if isinstance(campaign.criteria, dict) else {}
    if not set(audience_of(campaign.source).keys) <= set(answered):
        return {}
    try:
        found: Estimate = estimate(
            source=campaign.source,
            criteria=campaign.criteria,
            user=user,
            copied_from=campaign.copied_from_id,
        )
    except AudienceError as error:
        return {"audience_error": str(error)}
    return {
        "estimate": found,
        "sample": sample_of(found.sample),
        "excluded": excluded_in_words(found.excluded),
    }


def excluded_in_words(excluded: dict[str, int]) -> list[tuple[str, int]]:
    """Each exclusion that leaves somebody out, the largest first."""
    known = {item.value: str(item.label) for item in Exclusion}
    found = [(known.get(key, key), count) for key, count in excluded.items() if count]
    return sorted(found, key=lambda pair: -pair[1])
