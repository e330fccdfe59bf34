"""Settings at the desk: what is in force, changing it, its history; and the words that are said again and again."""

OPENED_BY = ("admin",)
