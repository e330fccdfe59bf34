"""What the desk does with what waits: who has it in hand, and what was decided. What waits is for its kinds to say."""
