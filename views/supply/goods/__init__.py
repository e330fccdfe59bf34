"""A supplier's goods: the table, the form, files."""

OPENED_BY = ("goods",)
