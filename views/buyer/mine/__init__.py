"""Mine: what this browser has here, and how an order is kept and found again."""
