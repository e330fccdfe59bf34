"""Layouts of goods files to take along, a file each."""
