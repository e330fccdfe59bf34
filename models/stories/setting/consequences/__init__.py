"""One setting each: whom a new value concerns at once."""
