"""A category, and what it asks of its goods."""
