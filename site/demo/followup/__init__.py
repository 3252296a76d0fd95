"""The closed area of the demo: units, professionals, six hundred invented people, their files."""
