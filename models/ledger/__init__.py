"""The ledger: append-only double entry. Everything that moves money is one transaction whose entries sum to zero.

accounts says whose money it is, posting writes, balances and history read, guards are what the database itself refuses.
Stories decide what is posted; commission and levels hold the figures they need.
"""
