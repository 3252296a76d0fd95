"""The public API: read by anybody, described by OpenAPI."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_THROTTLE_CLASSES": ["config.throttling.NetworkThrottle"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "config.api.problem_details",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    # `?format=` is a parameter of the schema alone.
    "URL_FORMAT_OVERRIDE": None,
}
# Any site may read the API in its visitors' browsers; nothing in it depends on who asks.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "content-type", "if-modified-since", "if-none-match")
CORS_EXPOSE_HEADERS = (
    "ETag",
    "Last-Modified",
    "Retry-After",
    "X-Request-ID",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "RateLimit-Policy",
)
SPECTACULAR_SETTINGS = {
    # `config.api_docs` adds the site's name.
    "TITLE": "API",
    "VERSION": "1",
    "DESCRIPTION": (
        "Les annonces publiques\u00a0: emplois, bénévolat et sessions de recrutement. Sans clé, "
        "en lecture seule. Les erreurs sont des «\u00a0problem details\u00a0» (RFC 9457)."
    ),
    "PREPROCESSING_HOOKS": ["search.api.openapi.only_version_1"],
    "POSTPROCESSING_HOOKS": ["search.api.openapi.close_objects"],
    # Docstrings are for those who read the code; descriptions are written where they are shown.
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
    "SORT_OPERATION_PARAMETERS": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": None,
    # No address outside this site: the validator's badge would be one.
    "SWAGGER_UI_SETTINGS": {
        "validatorUrl": None,
        # A link inside of a button confuses screen readers.
        "deepLinking": False,
        "docExpansion": "list",
        "defaultModelsExpandDepth": 0,
        "syntaxHighlight": False,
    },
}
