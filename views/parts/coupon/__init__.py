"""Coupons as their givers make them, and how they are said."""
