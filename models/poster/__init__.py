"""Posters: pictures drawn for links, proven to scan. Drawing knows no records; poster.py keeps what was drawn."""
