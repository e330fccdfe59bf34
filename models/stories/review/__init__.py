"""What reviews and trade do together: who may review a line, and what nobody may answer."""
