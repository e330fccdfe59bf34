"""The figures of a shop over days: from roll-ups of visits, and of what was sold."""
