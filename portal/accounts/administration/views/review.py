"""The review of levels: confirming, one by one or several at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView

from portal.accounts.actors import Actor
from portal.accounts.administration.views.base import AdministrationMixin, log_refusal
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import LevelGrant, LevelReview
from portal.accounts.services.grants import confirm_grant
from portal.accounts.services.reviews import administrators
from snippets.french import counted
from snippets.numbers import whole_number


class ReviewView(AdministrationMixin, TemplateView):
    """The grants that wait for an answer."""

    template_name = "accounts/administration/review.html"
    section = "review"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The open review with its grants, or the last one."""
        review = LevelReview.objects.open().first()
        if review is None:
            last = LevelReview.objects.first()
            return super().get_context_data(review=None, last=last, **kwargs)
        waiting = review.waiting().select_related("user", "granted_by")
        answered, total = review.progress()
        return super().get_context_data(
            review=review,
            grants=waiting.order_by("user__folded_name", "user__email", "level"),
            answered=answered,
            total=total,
            days_left=review.days_left(),
            is_alone=len(administrators()) < 2,
            administration=LevelName.RIGHTS_ADMINISTRATOR,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm the grants that were ticked; those of the open review alone."""
        review = LevelReview.objects.open().first()
        ticked = map(whole_number, request.POST.getlist("grant"))
        chosen = [key for key in ticked if key is not None]
        grants = review.waiting().filter(pk__in=chosen) if review else LevelGrant.objects.none()
        actor = Actor.of(request)
        confirmed = 0
        for grant in grants:
            try:
                confirm_grant(grant=grant, actor=actor)
            except AccountError as error:
                log_refusal(actor=actor, subject=grant.user, level=grant.level, error=error)
                messages.error(request, f"{grant.user}\u00a0: {error}")
            else:
                confirmed += 1
        if confirmed:
            done = counted(confirmed, "niveau confirmé", "niveaux confirmés")
            messages.success(request, f"{done}.")
        elif not chosen:
            messages.error(request, "Cochez au moins un niveau à confirmer.")
        return redirect("administration:review")
