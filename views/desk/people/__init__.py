"""Shops, suppliers, invitations."""
