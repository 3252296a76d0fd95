"""What other programs read of a search: RSS, calendars, sitemap, a list for other sites."""
