"""Reviewing what was received, and what readers do with reviews: find one useful, say that it breaks a rule."""
