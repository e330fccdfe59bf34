"""What a brand's papers mean for goods on sale and for a supplier's checklist."""
