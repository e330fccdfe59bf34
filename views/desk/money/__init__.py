"""Paying out, settlement, deposits, levels."""
