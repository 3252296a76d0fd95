"""Views of the CMS that the editor's scripts call."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from pages.pin.geocoding import MAX_ADDRESS_LENGTH, locate
from snippets.models import Commune


@require_safe
def geocode(request: HttpRequest) -> JsonResponse:
    """Find `q` (an address) near `commune` (INSEE code): `{latitude, longitude, message}`."""
    address = request.GET.get("q", "").strip()
    code = request.GET.get("commune", "").strip()
    if len(address) > MAX_ADDRESS_LENGTH:
        return _refusal("Cette adresse est trop longue.")
    commune = Commune.objects.filter(insee_code=code).first() if code else None
    if code and commune is None:
        return _refusal("Cette commune n’est pas dans la liste.")
    found = locate(address=address, commune=commune)
    return JsonResponse(
        {
            "latitude": found.latitude,
            "longitude": found.longitude,
            "message": found.message,
        }
    )


def _refusal(message: str) -> JsonResponse:
    """A question that makes no sense, with the reason."""
    return JsonResponse({"latitude": None, "longitude": None, "message": message}, status=400)
