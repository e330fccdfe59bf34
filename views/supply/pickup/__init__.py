"""A supplier's counter: where buyers fetch, what lies there, and what is handed out for a code."""

OPENED_BY = ("shipping",)
