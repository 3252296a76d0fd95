"""The texts of messages in the CMS: list, form, preview, test to oneself, history."""
