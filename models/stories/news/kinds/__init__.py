"""One kind of news a file."""
