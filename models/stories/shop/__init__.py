"""What an operator grants a shopkeeper."""
