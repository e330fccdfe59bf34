"""A supplier's parcels: what to ship, slips, files of tracking numbers."""

OPENED_BY = ("shipping",)
