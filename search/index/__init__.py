"""The opportunity index kept true: from pages to rows, and a log of what has changed."""
