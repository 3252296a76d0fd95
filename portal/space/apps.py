"""The home page of a person's space, which assembles the others."""

from django.apps import AppConfig


class SpaceConfig(AppConfig):
    """Declares the app: it has neither models nor messages."""

    name = "portal.space"
    label = "space"
    verbose_name = "Mon espace"

    def ready(self) -> None:
        """Say whose first screen it is, after what others wait for."""
        from portal.accounts.capabilities import OWN_SPACE
        from portal.accounts.holders import may
        from portal.accounts.sign_in.next_page import register_home

        register_home(lambda user: may(user, OWN_SPACE), "space:home", order=50)
