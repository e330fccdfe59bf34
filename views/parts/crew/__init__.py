"""The people of an audience: those at the desk for its admins, a supplier's staff for its owners."""
