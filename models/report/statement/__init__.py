"""Statements of shops and suppliers, on screen, as CSV and as PDF."""
