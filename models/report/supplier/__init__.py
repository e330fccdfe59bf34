"""What a supplier reads of its own goods, whichever shops sell them. Nothing of it is a buyer's."""
