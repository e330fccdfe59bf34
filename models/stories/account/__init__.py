"""What accounts and others do together."""
