"""What the register of personal data says of certificates of engagement."""

from django.db.models import Q

from portal.personal_data.register import Holding, OnErasure, by_user

CERTIFICATES = Holding(
    "sponsorship.SponsorCertificate",
    "Vos attestations d’engagement",
    "Prouver votre engagement, et permettre à qui lit une attestation de savoir si elle est vraie.",
    "Sans limite\u00a0; sans votre nom une fois vos données effacées.",
    lambda user: Q(sponsor__user=user),
    {
        "number": "La retrouver.",
        "person_name": "Dire qui s’est engagé.",
        "starts_on": "Dire de quand.",
        "ends_on": "Dire jusqu’à quand.",
        "is_over": "Dire si l’engagement continue.",
        "pairs": "Dire combien de personnes vous avez accompagnées.",
        "meetings": "Dire combien de fois vous vous êtes vus.",
        "issued_at": "La dater.",
    },
    left_out=frozenset({"id", "sponsor", "issued_by"}),
    on_erasure=OnErasure.REDACT,
    redacted={"person_name": ""},
    screen=("Mon parrainage", "sponsorship:space"),
)
REQUESTS = Holding(
    "sponsorship.CertificateRequest",
    "Vos demandes d’attestation d’engagement",
    "Vous la délivrer.",
    "Jusqu’à ce que votre compte soit effacé\u00a0; ensuite sans votre nom.",
    lambda user: Q(sponsor__user=user),
    {"asked_at": "Savoir depuis quand vous attendez."},
    left_out=frozenset({"id", "sponsor", "certificate"}),
    on_erasure=OnErasure.KEEP,
)
ISSUED = Holding(
    "sponsorship.SponsorCertificate",
    "Les attestations d’engagement que vous avez délivrées",
    "Savoir qui l’a fait.",
    "Tant que l’attestation existe, sans votre nom une fois votre compte effacé.",
    by_user("issued_by"),
    {},
    on_erasure=OnErasure.KEEP,
    is_trace=True,
    about="number",
)
HOLDINGS = (CERTIFICATES, REQUESTS, ISSUED)
