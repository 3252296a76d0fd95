"""What both certificates have: a number that nobody guesses, and facts that stay as they were."""

import secrets

from django.db import models
from django.utils import timezone

# Without what a hand or an ear takes for something else.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _SIZE = 3, 4
ERASED = "Une personne dont les données ont été effacées"


def new_number() -> str:
    """« K7MP-29XQ-B4TD »: nobody guesses one."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_SIZE)) for _ in range(_GROUPS))
    return "-".join(groups)


class Certified(models.Model):
    """What is true of a person as a certificate is issued, and stays so.

    Nothing of it is read elsewhere again. Once the person is erased it has no name, and its
    figures stay.
    """

    number = models.CharField("numéro", max_length=20, unique=True, default=new_number)
    person_name = models.CharField("nom de la personne", max_length=320, blank=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    issued_at = models.DateTimeField("délivrée le", default=timezone.now)

    class Meta:
        abstract = True
        ordering = ("-issued_at", "-pk")

    def __str__(self) -> str:
        return self.number

    @property
    def told_name(self) -> str:
        """The person, as the document names them."""
        return self.person_name or ERASED

    @property
    def initials(self) -> str:
        """« É. M. »: what everybody may read, to see that a name was not changed."""
        return " ".join(f"{word[0].upper()}." for word in self.person_name.split())
