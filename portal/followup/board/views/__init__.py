"""Screens of the équipe pluridisciplinaire: who leads a session, who sits in it."""
