"""What somebody reads who helped with a CV once the consent to do so has ended."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from portal.accounts.actors import person_of
from portal.accounts.models import User
from portal.cv.editor.fields import Part
from portal.cv.editor.merging import Typed
from portal.cv.editor.values import fields_by_name
from portal.cv.models import CvHelper

STOPPED = (
    "Vous ne pouvez plus écrire dans ce CV\u00a0: l’aide est terminée. "
    "Rien n’est enregistré. Votre texte reste sur cette page, pour le copier."
)


def may_be_told(person: User, pk: int) -> bool:
    """Whether a person helped with a CV once: it is no news to them that it exists."""
    return CvHelper.objects.owned_by(person).filter(cv=pk).exists()


def ended_page(request: HttpRequest, pk: int) -> HttpResponse | None:
    """What a former helper reads who opens the CV; None for whoever never helped with it.

    Nothing of the CV is in it. A consent that was not stopped has no date: the CV was deleted, or
    its helper lost the right to help.
    """
    theirs = CvHelper.objects.owned_by(person_of(request))
    last = theirs.filter(cv=pk).order_by("-given_at").first()
    if last is None:
        return None
    context = {"ended_at": last.revoked_at, "cv": None, "is_owner": False}
    response = render(request, "cv/help/ended.html", context, status=HTTPStatus.FORBIDDEN)
    add_never_cache_headers(response)
    return response


def stopped_page(
    request: HttpRequest, parts: tuple[Part, ...], typed: Typed, *, live: bool
) -> HttpResponse:
    """Say so, with what they typed themselves, and nothing that the CV says."""
    response: HttpResponse
    if live:
        response = JsonResponse({"message": STOPPED}, status=HTTPStatus.FORBIDDEN)
    else:
        fields = fields_by_name(parts, typed.texts)
        texts = [
            (fields[name].label, text)
            for name, text in typed.texts.items()
            if text.strip() and text != typed.base.get(name)
        ]
        context = {"texts": texts, "cv": None, "is_owner": False}
        response = render(request, "cv/help/stopped.html", context, status=HTTPStatus.FORBIDDEN)
    add_never_cache_headers(response)
    return response
