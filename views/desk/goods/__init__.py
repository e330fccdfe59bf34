"""Approving goods; categories and what they ask."""
