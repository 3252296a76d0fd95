"""The values that previews and tests to oneself show instead of real ones."""

from snippets.mail.kinds import COMMON_VARIABLES, MailKind, MailValue
from snippets.mail.templates.common import common_values
from snippets.site import absolute

# The host of the registry's addresses: the site's own takes its place, so that they are links.
SAMPLE_ORIGIN = "https://declic.example"


def sample_values(kind: MailKind, *, common: bool = True) -> dict[str, MailValue]:
    """A value for each variable of a message. `common`: with the site's own for what all have."""
    names = kind.sample if common else kind.sample.keys() - COMMON_VARIABLES.keys()
    known = {name: value for name, value in common_values().items() if value}
    return {name: known.get(name) or _rebased(kind.sample[name], absolute("/")) for name in names}


def _rebased(value: MailValue, home: str) -> MailValue:
    """The same addresses on this site; any other value as it is."""
    return value.replace(f"{SAMPLE_ORIGIN}/", home) if isinstance(value, str) else value
