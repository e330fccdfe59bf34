"""What the tax office is told of keepers: income by quarter (Order 810 of the State Council, articles 3 and 4)."""
