"""What somebody reads who was typing in a CV when the consent to do so ended."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from portal.accounts.models import User
from portal.cv.editor.fields import Part
from portal.cv.editor.merging import Typed
from portal.cv.editor.values import fields_by_name
from portal.cv.models import CvHelper

STOPPED = (
    "Vous ne pouvez plus écrire dans ce CV\u00a0: l’accord est arrêté. Rien n’est enregistré. "
    "Votre texte reste sur cette page, pour le copier."
)


def may_be_told(person: User, pk: int) -> bool:
    """Whether a person helped with a CV once: it is no news to them that it exists."""
    return CvHelper.objects.filter(cv=pk, user=person).exists()


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
