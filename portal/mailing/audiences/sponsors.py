"""Sponsors: nobody yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.mailing import mails
from portal.mailing.audiences.base import BaseAudience
from portal.mailing.audiences.contract import Rule
from portal.mailing.errors import AudienceError
from snippets.mail.kinds import Variable

_NOT_YET = "On ne peut pas encore écrire aux parrains et marraines."


class Sponsors(BaseAudience):
    """Parrains et marraines."""

    label = "Des parrains et marraines"
    keys: tuple[str, ...] = ()
    category = mails.SPONSORS
    variables: Mapping[str, Variable] = {
        "first_name": Variable("le prénom", "Jeanne"),
    }

    def rule(self, criteria: Mapping[str, Any], *, now: datetime) -> Rule:
        raise AudienceError(_NOT_YET, field="source")


AUDIENCE = Sponsors()
