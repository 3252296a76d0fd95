"""Screens of appointments: of a case, of a diary, of the settings, and of the person's link."""
