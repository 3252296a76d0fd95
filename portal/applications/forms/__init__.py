"""Forms of applications: a module by side."""
