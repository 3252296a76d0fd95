"""`/parrainage/demande/conseiller/`: the box, ticked or not."""

from django.urls import reverse_lazy

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import ASK_SPONSOR
from portal.participation.services.participants import participant_of
from portal.sponsorship.advisers.services import set_told
from snippets.form_views import ServiceActionView


class ToldView(CapabilityRequiredMixin, ServiceActionView):
    """It holds at once."""

    capability = ASK_SPONSOR
    success_url = reverse_lazy("sponsorship:own_request")

    def act(self) -> str:
        is_told = self.request.POST.get("is_told") == "on"
        set_told(participant=participant_of(user=self.person), is_told=is_told)
        if is_told:
            return (
                "C’est noté\u00a0: la personne qui vous suit peut savoir que vous avez un parrain."
            )
        return "C’est noté\u00a0: rien n’est dit de votre parrainage à la personne qui vous suit."
