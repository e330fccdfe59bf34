"""Settlement, what carriers remit, deposits, levels."""
