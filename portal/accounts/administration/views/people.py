"""People: the list, one person, and what may be done to their account and levels."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from portal.accounts.administration.forms import GrantForm, PeopleForm, ReasonForm
from portal.accounts.administration.queries import (
    find_people,
    history_of,
    waiting_invitations,
    waiting_proposals,
)
from portal.accounts.administration.views.base import (
    AdministrationMixin,
    FilteredListView,
    LevelRefusedMixin,
    person_address,
)
from portal.accounts.models import GrantProposal, LevelGrant, User
from portal.accounts.services import people, second_factor, sessions
from portal.accounts.services.grants import end_grant
from portal.accounts.services.proposals import give_level
from snippets.form_views import ServiceFormView
from snippets.french import of

_HISTORY = 20
_GIVEN = "Le niveau est donné."
_PROPOSED = (
    "Le niveau est proposé\u00a0: un ou une collègue doit le valider. "
    "Les autres personnes qui administrent les droits reçoivent un message."
)


class PeopleView(FilteredListView):
    """Everybody who has an account."""

    template_name = "accounts/administration/people.html"
    section = "people"
    form_class = PeopleForm
    context_object_name = "people"

    def get_queryset(self) -> QuerySet[User]:
        return find_people(self.form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the day, which tells how long ago people signed in."""
        return super().get_context_data(today=timezone.localdate(), **kwargs)


class PersonView(AdministrationMixin, DetailView):
    """One person."""

    template_name = "accounts/administration/person.html"
    section = "people"
    context_object_name = "person"

    def get_queryset(self) -> QuerySet[User]:
        return second_factor.with_second_factor(User.objects.all())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Their levels, held or waiting, organisations, invitations, open sessions and history."""
        person = self.object
        grants = list(person.grants.select_related("granted_by", "approved_by", "ended_by"))
        return super().get_context_data(
            held=[grant for grant in grants if grant.is_active],
            ended=[grant for grant in grants if not grant.is_active],
            memberships=person.memberships.select_related("organisation"),
            proposals=waiting_proposals().filter(user=person),
            invitations=waiting_invitations().filter(email=person.email),
            entries=history_of(person)[:_HISTORY],
            sessions=sessions.open_sessions(person),
            is_oneself=person == self.request.user,
            **kwargs,
        )


class _OnPerson(AdministrationMixin, ServiceFormView):
    """A form about the person of the address."""

    section = "people"

    @cached_property
    def subject(self) -> User:
        """The person of the address. Raises Http404, once the right is checked."""
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.subject, **kwargs)

    def get_success_url(self) -> str:
        return person_address(self.subject)


class GrantView(LevelRefusedMixin, _OnPerson):
    """Give a level."""

    template_name = "accounts/administration/grant.html"
    form_class = GrantForm

    def act(self, form: GrantForm) -> str:
        """Give it, or ask the colleagues who must approve it."""
        given = give_level(user=self.subject, actor=self.actor, **form.cleaned_data)
        return _PROPOSED if isinstance(given, GrantProposal) else _GIVEN

    def refused_level(self, data: dict[str, Any]) -> tuple[User | None, str]:
        """The person, and what they were to have."""
        return self.subject, data["level"]


class EndGrantView(LevelRefusedMixin, _OnPerson):
    """Take a level back."""

    template_name = "accounts/administration/confirm.html"
    form_class = ReasonForm

    @cached_property
    def grant(self) -> LevelGrant:
        """What the address names. Raises Http404."""
        return get_object_or_404(LevelGrant.objects.select_related("user"), pk=self.kwargs["pk"])

    @cached_property
    def subject(self) -> User:
        """Who has it."""
        return self.grant.user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        level = self.grant.get_level_display()
        return super().get_context_data(
            heading=f"Retirer le niveau «\u00a0{level}\u00a0» {of(str(self.subject))}",
            sentence=(
                f"{self.subject} perd ce niveau tout de suite, et ses connexions sont fermées. "
                "Son compte et ses autres niveaux restent."
            ),
            button=f"Retirer le niveau {of(str(self.subject))}",
            is_grave=True,
            **kwargs,
        )

    def act(self, form: ReasonForm) -> str:
        end_grant(grant=self.grant, actor=self.actor, **form.cleaned_data)
        return "Le niveau est retiré, et les connexions de la personne sont fermées."

    def refused_level(self, data: dict[str, Any]) -> tuple[User | None, str]:
        """Who has it, and what."""
        return self.subject, self.grant.level


class _ConfirmView(_OnPerson):
    """A change of somebody's account, with its reason."""

    template_name = "accounts/administration/confirm.html"
    form_class = ReasonForm
    heading = sentence = button = said = ""
    is_grave = True
    service: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            sentence=self.sentence,
            button=f"{self.button} {of(str(self.subject))}",
            is_grave=self.is_grave,
            **kwargs,
        )

    def act(self, form: ReasonForm) -> str:
        type(self).service(user=self.subject, actor=self.actor, **form.cleaned_data)
        return self.said


class EndSessionsView(_ConfirmView):
    """Sign a person out everywhere."""

    heading = "Fermer toutes les connexions"
    sentence = (
        "La personne est déconnectée tout de suite, sur tous ses appareils. "
        "Elle peut se connecter de nouveau."
    )
    button = "Fermer les connexions"
    said = "Toutes les connexions sont fermées."
    service = staticmethod(sessions.sign_out_everywhere)


class DeactivateView(_ConfirmView):
    """Close an account."""

    heading = "Désactiver le compte"
    sentence = (
        "La personne ne peut plus se connecter, et ses connexions sont fermées. "
        "Ses niveaux et son histoire restent\u00a0: vous pourrez réactiver le compte."
    )
    button = "Désactiver le compte"
    said = "Le compte est désactivé."
    service = staticmethod(people.deactivate_account)


class ReactivateView(_ConfirmView):
    """Open an account again."""

    heading = "Réactiver le compte"
    sentence = "La personne peut de nouveau se connecter, avec les niveaux qu’elle a encore."
    button = "Réactiver le compte"
    is_grave = False
    said = "Le compte est réactivé."
    service = staticmethod(people.reactivate_account)


class ResetSecondFactorView(_ConfirmView):
    """Take away a lost second factor."""

    heading = "Retirer le second facteur"
    sentence = (
        "Pour un téléphone perdu ou changé. Vérifiez d’abord, de vive voix, que c’est bien la "
        "personne qui le demande. Ses connexions sont fermées\u00a0; elle choisira un autre moyen "
        "à la prochaine."
    )
    button = "Retirer le second facteur"
    said = "Le second facteur est retiré."
    service = staticmethod(second_factor.reset_second_factor)
