"""Where the mail server posts what comes back."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from snippets.mail.returns.bounces import apply_reports
from snippets.mail.returns.reports import MAX_BYTES, ReportError


@csrf_exempt  # a program posts here, with a secret of its own and no cookie
@require_POST
@never_cache
def mail_reports(request: HttpRequest) -> JsonResponse:
    """Take one report, as it came (message/rfc822, at most 1 MiB).

    `Authorization: Bearer <MAIL_REPORTS_TOKEN>`; 404 while that setting is empty. Answers
    `{"applied": n}`, 401 without the secret, 413 when it is too large, 422 when it is no report:
    the mail server then need not send it again.
    """
    if not settings.MAIL_REPORTS_TOKEN:
        raise Http404
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not hmac.compare_digest(shown.encode(), settings.MAIL_REPORTS_TOKEN.encode()):
        return JsonResponse(
            {"detail": "The secret is missing or wrong."},
            status=401,
            headers={"WWW-Authenticate": "Bearer"},
        )
    raw = request.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        return JsonResponse({"detail": f"At most {MAX_BYTES} bytes."}, status=413)
    try:
        return JsonResponse({"applied": apply_reports(raw=raw)})
    except ReportError as error:
        return JsonResponse({"detail": str(error)}, status=422)
