"""Bulk actions of the CMS."""

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index

_ALL = "all"


@require_admin_access
def bulk_action(
    request: HttpRequest, app_label: str, model_name: str, action: str
) -> HttpResponseBase:
    """Wagtail's view, after a check of the ids, which it gives to the database as they come."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    key = model._meta.pk  # noqa: SLF001 - Django's public API
    try:
        for value in (*request.GET.getlist("id"), *request.GET.getlist("childOf")):
            if value != _ALL:
                key.to_python(value)
        response: HttpResponseBase = index(request, app_label, model_name, action)
    except (ValidationError, ObjectDoesNotExist) as error:
        raise Http404 from error
    return response
