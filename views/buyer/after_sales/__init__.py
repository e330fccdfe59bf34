"""Asking for a refund, a return, an exchange; what became of it."""
