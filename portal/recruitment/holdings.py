"""What the register of personal data says of sessions."""


def register_holdings() -> None:
    """Declare them: called when the app is ready."""
