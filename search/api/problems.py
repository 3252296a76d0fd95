"""Errors of the API; `config.api.problem_details` writes them as problem documents (RFC 9457)."""

from http import HTTPStatus

from rest_framework.exceptions import APIException

# The titles of problem documents, which RFC 9457 lets be in the language of the reader.
TITLES: dict[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "Demande incorrecte",
    HTTPStatus.FORBIDDEN: "Accès refusé",
    HTTPStatus.NOT_FOUND: "Introuvable",
    HTTPStatus.METHOD_NOT_ALLOWED: "Méthode refusée",
    HTTPStatus.NOT_ACCEPTABLE: "Format inconnu",
    HTTPStatus.GONE: "Plus en ligne",
    HTTPStatus.PRECONDITION_FAILED: "Condition non remplie",
    HTTPStatus.TOO_MANY_REQUESTS: "Trop de demandes",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Erreur du site",
    HTTPStatus.SERVICE_UNAVAILABLE: "Service indisponible",
}


def title_of(status: HTTPStatus) -> str:
    """What a status is called."""
    return TITLES.get(status, status.phrase)


class InvalidParametersError(APIException):
    """Parameters that cannot be used: `errors` maps each one to a French reason."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "Un paramètre de l’adresse n’est pas utilisable."

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__()
        self.errors = errors


class PageOutOfRangeError(APIException):
    """A page beyond the last one."""

    status_code = HTTPStatus.NOT_FOUND

    def __init__(self, num_pages: int) -> None:
        super().__init__(f"Cette page n’existe pas\u00a0: la dernière est la page {num_pages}.")
        self.errors = {"page": f"De 1 à {num_pages}."}


class NoSuchOpportunityError(APIException):
    """An opportunity that is not, or no longer, on the site."""

    status_code = HTTPStatus.NOT_FOUND
    default_detail = "Cette annonce n’existe pas ou n’est plus en ligne."


class ExpiredOpportunityError(APIException):
    """An opportunity whose last day is over."""

    status_code = HTTPStatus.GONE
    default_detail = "Cette annonce a expiré."


class NoSuchOrganisationError(APIException):
    """An organisation that is not, or that the public may not see."""

    status_code = HTTPStatus.NOT_FOUND
    default_detail = "Cette organisation n’existe pas ou n’a rien publié."


class PreconditionError(APIException):
    """`If-Match` or `If-Unmodified-Since` that does not hold."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = "La réponse n’est plus celle que votre condition décrit."
