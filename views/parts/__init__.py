"""What two audiences show."""
