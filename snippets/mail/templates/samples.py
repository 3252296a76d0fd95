"""The values that previews and tests to oneself show instead of real ones."""

from django.conf import settings

from snippets.mail.kinds import COMMON_VARIABLES, MailKind, MailValue

# The host of the registry's addresses: the site's own takes its place, so that they are links.
SAMPLE_ORIGIN = "https://declic.example"


def sample_values(kind: MailKind, *, common: bool = True) -> dict[str, MailValue]:
    """A value for each variable of a message. `common`: with those that every message has."""
    names = kind.sample if common else kind.sample.keys() - COMMON_VARIABLES.keys()
    base = settings.BASE_URL.rstrip("/")
    return {name: _rebased(kind.sample[name], base) for name in names}


def _rebased(value: MailValue, base: str) -> MailValue:
    """The same addresses on this site; any other value as it is."""
    return value.replace(f"{SAMPLE_ORIGIN}/", f"{base}/") if isinstance(value, str) else value
