"""Who came, by which link: counted off the request's path."""
