"""A supplier's part of an order, box by box."""
