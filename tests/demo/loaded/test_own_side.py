"""The demo has somebody who is followed, with something to read on each of their pages."""

import pytest
from django.urls import reverse

from demo.candidates import LINKED
from portal.accounts.models import User
from portal.followup.models import FileRequest
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import signed_in

pytestmark = pytest.mark.django_db


def test_a_linked_account_reads_something_on_each_of_its_pages(made):
    user = User.objects.get(email=LINKED)
    browser = signed_in(user)
    said = {
        "own": "Votre prochain rendez-vous",
        "own_meetings": "Mettre dans mon agenda",
        "own_steps": "Vous avez dit que c’est fait",
        "own_bring": "Votre carte d’identité",
        "own_shared": "Attestation de participation",
        "own_team": "C’est votre référent·e",
        "own_file": "La réponse arrive",
    }
    for name, text in said.items():
        page = browser.get(reverse(f"followup:{name}")).content.decode()
        assert text in page, name
    assert "Suivie" not in str(user)
    with system_scope(Scope.TEST):
        assert FileRequest.unscoped.get().is_open
