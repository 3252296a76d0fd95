"""What leaves the Département: appointments for France Travail, figures for the committee."""
