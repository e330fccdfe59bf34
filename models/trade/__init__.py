"""Trade: carts, orders, parcels, lines, and every step they take."""
