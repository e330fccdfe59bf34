"""The payee account is given where money is asked for."""

from views.parts.checklist.screen import ItemScreen

SCREEN = ItemScreen("payee", 6, leads=(".withdrawals", "payee"), edits=True)
