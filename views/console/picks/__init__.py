"""A shop's picks: the list, picking, their order, why each is recommended."""
