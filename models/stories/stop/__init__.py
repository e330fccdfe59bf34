"""Stopping a supplier or a member, and letting them back: what was open goes on, what was taken away comes back."""
