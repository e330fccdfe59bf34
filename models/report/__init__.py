"""What a shopkeeper is told about the own shop: today's numbers, what was sold, what was shared. Reads only."""
