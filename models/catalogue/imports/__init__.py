"""Goods files: a run from upload to result."""
