"""« Être rappelé·e »: the public form that fills the officers' list."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from pages.models import OpportunityPage
from pages.serving import serve_written_page
from portal.accounts.capabilities import APPLY
from portal.accounts.holders import may
from portal.participation.call_forms import CallMeForm
from portal.participation.limits import count_call
from portal.participation.models import digits_of
from portal.participation.services.call_backs import ask_call, promised_day
from portal.participation.services.participants import guest, participant_of
from snippets.form_views import ServiceFormView
from snippets.networks import subscriber_of
from snippets.numbers import whole_number


class AskCallView(ServiceFormView):
    """A name, a number, when to call; `page` is the opportunity that it is about, if on line."""

    form_class = CallMeForm

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        if not user.is_authenticated:
            return {}
        return {"first_name": user.first_name, "last_name": user.last_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.about, promised=promised_day(), **kwargs)

    @property
    def about(self) -> Page | None:
        """The opportunity of the address."""
        number = whole_number(self.request.GET.get("page", ""))
        if number is None:
            return None
        pages = Page.objects.live().public().type(OpportunityPage)
        return pages.filter(pk=number).first()

    def act(self, form: CallMeForm) -> str:
        """Under one's account when it is one that applies; else under the name that was typed."""
        data, user = form.cleaned_data, self.request.user
        count_call(phone=digits_of(data["phone"]), visitor=subscriber_of(self.request))
        person = (
            participant_of(user=user)
            if user.is_authenticated and may(user, APPLY)
            else guest(
                first_name=data["first_name"],
                last_name=data["last_name"],
                phone=data["phone"],
            )
        )
        ask_call(
            participant=person,
            phone=data["phone"],
            page=self.about,
            message=data["message"],
            best_time=data["best_time"],
        )
        return ""

    def get_success_url(self) -> str:
        return reverse("participation:call_asked")


@method_decorator([login_not_required, never_cache], name="dispatch")
class CallMeView(AskCallView):
    """`/etre-rappele/`."""

    template_name = "participation/call_me.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response


@method_decorator([login_not_required, never_cache], name="dispatch")
class ContactView(AskCallView):
    """`/contact/`: every way to reach the employment service, the form among them."""

    template_name = "participation/contact.html"


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """`/aide/`: the page that staff write there; the ways to reach us while it is off line."""
    return serve_written_page(request, otherwise="participation:contact")


@login_not_required
@require_safe
@never_cache
def asked(request: HttpRequest) -> HttpResponse:
    """When we call: the same page whoever asked."""
    return render(request, "participation/call_asked.html", {"promised": promised_day()})
