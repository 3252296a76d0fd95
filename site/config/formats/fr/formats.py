"""French formats: dates in full, as people say them."""

# `S`, after the day: « 1er », see `config.cms_words`.
DATE_FORMAT = "l jS F Y"
SHORT_DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = r"l jS F Y \à G \h i"
TIME_FORMAT = r"G \h i"
