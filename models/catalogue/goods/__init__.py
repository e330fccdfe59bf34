"""Goods and their SKUs: writing them, showing them, deciding on them."""
