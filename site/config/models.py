"""No model: Django tells an app that a migration is over only when it has this module."""
