"""What operators read about the network as a whole, and about one person in it."""
