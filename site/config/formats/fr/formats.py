"""French formats: dates in full, as people say them."""

DATE_FORMAT = "l j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = r"l j F Y \à G \h i"
TIME_FORMAT = r"G \h i"
