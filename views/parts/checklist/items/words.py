"""Name, logo and introduction are written on the shop's own page."""

from views.parts.checklist.screen import ItemScreen

SCREEN = ItemScreen("words", 1, leads=("console.me", "shop"), edits=True)
