"""The deposit is paid by the bank; its page says how."""

from views.parts.checklist.screen import ItemScreen

SCREEN = ItemScreen("deposit", 15, leads=("supply.deposit", ""))
