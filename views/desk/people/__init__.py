"""Shops, suppliers, invitations."""

OPENED_BY = ("people",)
