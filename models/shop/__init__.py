"""Shops: their numbers, names and words."""
