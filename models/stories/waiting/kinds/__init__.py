"""One kind of what waits a file."""
