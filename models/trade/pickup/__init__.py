"""Parcels that their buyers fetch at the supplier's shop."""
