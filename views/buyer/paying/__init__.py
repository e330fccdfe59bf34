"""From an order to its payment."""
