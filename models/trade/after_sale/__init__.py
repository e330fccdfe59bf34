"""A request on a line, from asking to its end."""
