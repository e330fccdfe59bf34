"""From a pick to its posters and copy."""
