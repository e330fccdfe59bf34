"""A conversation as those who take part in it see it."""
