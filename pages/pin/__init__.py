"""The pin of an opportunity on the map: its text, its widget, the search of an address."""
