"""What is new, on a page."""

from views.kit.identity import member
from views.parts.notices import Reader, screens
from views.supply.blueprint import supply

screens.mount(supply, lambda: Reader(member().id, "supplier"))
