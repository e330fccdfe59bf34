"""Kinds of words that people at the desk say again and again: one file each, with ours to begin with."""
