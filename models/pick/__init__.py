"""Picks: goods in a shop, with the shopkeeper's recommendation."""
