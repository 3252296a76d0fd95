"""Who is followed, in which household, and who follows."""
