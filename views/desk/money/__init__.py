"""Paying out, settlement, deposits, levels."""

OPENED_BY = ("finance",)
ASKS_AGAIN = True
