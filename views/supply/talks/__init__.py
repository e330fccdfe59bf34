"""Conversations a supplier answers."""
