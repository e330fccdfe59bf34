"""An order from placement to its end."""
