"""Barcodes: what a number on a package is, how it is read from a photo, and what is known of it."""
