"""Équipe pluridisciplinaire: sessions, agenda, conflicts of interest, opinions, minutes."""
