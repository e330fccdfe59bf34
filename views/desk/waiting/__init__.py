"""What waits for a decision, in one queue."""
