"""Sealing: each night one hash stands for all that the ledger says. Every owner's entries are a log of their own; the
night's root is a tree over what each log has come to. So a statement can prove that nothing of its owner's is left out,
and shows nobody anything of the others.

merkle is the hashing, leaves what is hashed; night keeps it, seal makes it, proof gives an owner's part of it.
"""
