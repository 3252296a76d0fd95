"""A list as a file that leaves the site: a workbook, a PDF."""
