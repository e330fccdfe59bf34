"""Brands are shown on a page of their own, which stays when the checklist is done."""

from views.parts.checklist.screen import ItemScreen

SCREEN = ItemScreen("brands", 14, leads=("supply.brands", ""), edits=True)
