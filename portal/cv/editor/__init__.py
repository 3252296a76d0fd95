"""What the screens of the CV ask, and how what is typed goes into the document."""
