"""Tests speak of behaviour: a real database, a real client, a real browser, a real image decoder."""
