"""What must be shown before a shop opens, or a supplier sells: a checklist, item by item."""
