"""A supplier, what it says of itself, and what it asks for sending."""
