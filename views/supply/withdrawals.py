"""/supply/withdrawals: what a supplier has, where it goes, and every withdrawal with its states and dates."""

from views.kit.identity import supplier
from views.parts.payouts import Drawer, screens
from views.supply.blueprint import supply

OPENED_BY = ("finance",)

screens.mount(supply, lambda: Drawer(supplier(), "supply/withdrawals.html"), by=__name__)
