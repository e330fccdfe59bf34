"""What a shopkeeper reads of the own shop."""
