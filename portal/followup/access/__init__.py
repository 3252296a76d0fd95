"""Who may open a case, who opened it, and how one asks."""
