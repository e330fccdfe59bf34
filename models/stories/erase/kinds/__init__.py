"""One kind of what a browser left a file."""
