"""People: members, how they get in, who works the desk, and the trail of what they decided."""
