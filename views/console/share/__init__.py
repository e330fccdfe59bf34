"""One tap to posters and copy."""
