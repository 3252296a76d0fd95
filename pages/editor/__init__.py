"""The editor of the CMS: writes that wait for each other, two texts brought together, previews."""
