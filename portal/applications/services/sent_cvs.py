"""The CV that an application sent, once its organisation may not read it any more."""

from portal.applications.models import Application
from portal.applications.states import Status
from portal.participation.models import FrozenCv
from portal.participation.services.cvs import erase_frozen_cv


def erase_sent_cv(application: Application) -> None:
    """Erase its file, unless another application shows it, or a registration."""
    frozen = application.cv
    if frozen is not None and not _is_shown_elsewhere(frozen, application):
        erase_frozen_cv(frozen=frozen)


def _is_shown_elsewhere(frozen: FrozenCv, application: Application) -> bool:
    others = Application.objects.filter(cv=frozen, hidden_at__isnull=True)
    if others.exclude(pk=application.pk).exclude(status=Status.WITHDRAWN).exists():
        return True
    return any(
        relation.related_model._base_manager.filter(  # noqa: SLF001 - a documented API
            **{relation.field.name: frozen}
        ).exists()
        for relation in FrozenCv._meta.related_objects  # noqa: SLF001 - Django's public API
        if relation.related_model is not Application
    )
