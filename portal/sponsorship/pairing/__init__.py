"""Who is proposed to whom: the whole waiting list at once, and the coordinator who decides."""
