"""The two levels of categories, their attributes and floors."""
