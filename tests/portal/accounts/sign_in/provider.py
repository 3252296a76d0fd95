"""A provider of identities on this machine, which answers as ProConnect does."""

import base64
import hashlib
import json
import time
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

SECRET = "un-secret-d-essai"


def client_id(name: str) -> str:
    """What each of the two knows this site by."""
    return f"declic-{name}"


@cache
def _key() -> rsa.RSAPrivateKey:
    """Made once: the right key is the same for all tests."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Keys, people and the four addresses; `claims` and `person` may be falsified by a test."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = server.url_for("").rstrip("/")
        self.key = _key()
        self.signing_key = self.key
        self.asked: dict[str, str] = {}
        self.token_claims: dict[str, Any] = {}
        self.person_claims: dict[str, Any] = {}
        self.person: dict[str, Any] = {
            "sub": "a1b2c3",
            "given_name": "Éloïse",
            "usual_name": "Martin",
            "email": "eloise.martin@exemple.test",
            "email_verified": True,
        }
        server.expect_request("/.well-known/openid-configuration").respond_with_json(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/jwks",
            }
        )
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        keys = {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}
        server.expect_request("/jwks").respond_with_json(keys)
        server.expect_request("/token", method="POST").respond_with_handler(self._token)
        server.expect_request("/userinfo").respond_with_handler(self._userinfo)

    def visit(self, client: Client, name: str = "proconnect", **query: str) -> str:
        """Press the button, be recognised there; return the address to come back to."""
        leave = client.post(f"/compte/connexion/{name}/", query)
        self.asked = {key: found[0] for key, found in parse_qs(urlsplit(leave.url).query).items()}
        assert self.asked["client_id"] == client_id(name)
        assert leave.url.startswith(f"{self.url}/authorize?")
        back = urlsplit(self.asked["redirect_uri"]).path
        return f"{back}?code=un-code&state={self.asked['state']}"

    def _signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.signing_key, algorithm="RS256", headers={"kid": "one"})

    def _common(self) -> dict[str, Any]:
        return {"iss": self.url, "aud": self.asked["client_id"], "exp": int(time.time()) + 60}

    def _token(self, request: Request) -> Response:
        form = request.form
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        proofs = (form["client_id"], form["client_secret"], challenge, form["code"])
        asked = self.asked
        if proofs != (asked["client_id"], SECRET, asked["code_challenge"], "un-code"):
            return Response("{}", status=400)
        claims = {
            **self._common(),
            "sub": self.person["sub"],
            "nonce": self.asked["nonce"],
            **self.token_claims,
        }
        body = {
            "access_token": "un-jeton",
            "token_type": "Bearer",
            "id_token": self._signed(claims),
        }
        return Response(json.dumps(body), content_type="application/json")

    def _userinfo(self, request: Request) -> Response:
        assert request.headers["Authorization"] == "Bearer un-jeton"
        claims = {**self._common(), **self.person, **self.person_claims}
        return Response(self._signed(claims), content_type="application/jwt")
