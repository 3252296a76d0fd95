"""Rendez-vous que les personnes choisissent: opening hours, invitations, summons, messages."""
