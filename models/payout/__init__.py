"""Paying out: whom, how much, by which file, and what the bank said."""
