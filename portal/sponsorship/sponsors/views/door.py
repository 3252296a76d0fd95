"""The way in: the page that recruits sponsors, and the form that it leads to."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from pages.serving import serve_written_page
from portal.accounts.access import PersonMixin
from portal.sponsorship.clock import contact_by
from portal.sponsorship.sponsors.forms import ApplyForm
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services.applying import apply
from portal.sponsorship.sponsors.states import OUT
from snippets.form_views import ServiceFormView


@login_not_required
def recruit(request: HttpRequest) -> HttpResponse:
    """`/devenir-parrain/`: what staff write there; the form's door while it is off line."""
    return serve_written_page(request, otherwise="sponsorship:become")


@method_decorator([login_not_required, never_cache], name="dispatch")
class BecomeView(PersonMixin, ServiceFormView):
    """`/parrainage/devenir/`: with an account; whoever has none learns what comes next."""

    form_class = ApplyForm
    template_name = "sponsorship/sponsors/become.html"
    success_url = reverse_lazy("sponsorship:space")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The door for whoever is signed out; their space for whoever applied."""
        if not request.user.is_authenticated:
            if request.method == "POST":
                address = reverse("sponsorship:become")
                return redirect(f"{reverse('account_login')}?next={address}")
            context = {"contact_by": contact_by(timezone.now())}
            return render(request, "sponsorship/sponsors/door.html", context)
        if Sponsor.objects.owned_by(self.person).exclude(state__in=OUT).exists():
            return redirect("sponsorship:space")
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: ApplyForm) -> str:
        apply(user=self.person, answers=form.answers, actor=self.actor)
        return "Merci\u00a0! Votre candidature est reçue."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact_by=contact_by(timezone.now()), **kwargs)
