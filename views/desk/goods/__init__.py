"""Approving goods; categories and what they ask."""

OPENED_BY = ("approval",)
