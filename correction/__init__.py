"""A Page becomes approved articles: assembled, repaired, reviewed, exported."""
