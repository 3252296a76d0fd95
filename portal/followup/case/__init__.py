"""The screen of one case: what stays at its top, its tabs, the quick entry."""
