"""The screens of the administration of rights, at /habilitations/."""
