"""Coupons: what a supplier or a shopkeeper takes off the buyer's price, and who claimed and used it. What an order's
lines are reduced by is trade's matter; who bears it in the books is the ledger's."""
