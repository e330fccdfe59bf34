"""Conversations: a buyer asks about goods in a shop; the shopkeeper answers before the sale, the supplier after it."""
