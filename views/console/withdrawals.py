"""/console/withdrawals: what a shop has, where it goes, and every withdrawal with its states and dates."""

from views.console.blueprint import console
from views.kit.identity import shop
from views.parts.payouts import Drawer, screens

screens.mount(console, lambda: Drawer(shop(), "console/withdrawals.html"), by=__name__)
