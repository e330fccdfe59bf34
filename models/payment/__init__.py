"""Payments: what a gateway was asked for and what it said. Gateways know no records; stories pass plain values."""
