"""A supplier's goods: the table, the form, files."""
