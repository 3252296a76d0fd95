"""Screens of moderation in the CMS: first screen, dialogs, buttons, and what is said after."""
