"""Somebody who asks the site for everything that somebody else's pages ask it for."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Request

AREA = "/suivi/"
# Everybody has these for oneself, and fills them with what is one's own.
OWN = ("/suivi/", "/suivi/dossiers/", "/suivi/fichiers/", "/suivi/mes-demandes/")
_TYPING = "/suivi/brouillons/enregistrer/"
_EXPIRED = "Le formulaire a expiré"
# Every browser of the test has it: what is sent again passes the check against forgery.
_TOKEN = "declic" * 5 + "ab"


def share_token(context: BrowserContext, base: str) -> None:
    """Give a browser the token that all of them have."""
    context.add_cookies([{"name": settings.CSRF_COOKIE_NAME, "value": _TOKEN, "url": base}])


class Intruder:
    """A browser that is signed in as somebody else, and sends again what it hears.

    What is sent has a valid token against forgery: a refusal is one of rights.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.heard: dict[tuple[str, str], Request] = {}
        self.asked: list[tuple[str, str]] = []
        self.count = 0

    def listen(self, page: Page) -> None:
        """Keep what this page asks of the area."""

        def note(request: Request) -> None:
            path = urlsplit(request.url).path
            if path.startswith(AREA):
                self.heard.setdefault((request.method, path), request)

        page.on("request", note)

    def is_refused(self, name: str, *more: str) -> None:
        """Ask for what was heard since the last time, and for `more`; no answer names `name`."""
        for method, path in [*self.heard, *(("GET", path) for path in more)]:
            if (method, path) in self.asked:
                continue
            self.asked.append((method, path))
            answer = self._send(method, path)
            text = answer.text()
            assert _EXPIRED not in text, (method, path)
            assert name.casefold() not in text.casefold(), (method, path)
            assert answer.status in self._expected(method, path), (method, path, answer.status)
            self.count += answer.status in {403, 404}

    def _expected(self, method: str, path: str) -> set[int]:
        """403 says that a level has no such screen, whatever the case; 404 that there is none."""
        if path == _TYPING:
            return {422}
        return {200, 403} if method == "GET" and path in OWN else {403, 404}

    def _send(self, method: str, path: str) -> Any:
        options: dict[str, Any] = {"max_redirects": 0}
        if method == "POST":
            request = self.heard[method, path]
            kind = request.headers["content-type"]
            if kind.startswith("multipart"):
                file = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
                options["multipart"] = {"csrfmiddlewaretoken": _TOKEN, "file": file}
            else:
                options |= {"data": request.post_data_buffer, "headers": {"Content-Type": kind}}
        return self.context.request.fetch(path, method=method, **options)
