"""What is new, on a page."""

from views.kit.groups import AUDIENCES
from views.kit.identity import member
from views.parts.notices import Reader, screens
from views.supply.blueprint import supply

OPENED_BY = AUDIENCES["supply"]

screens.mount(supply, lambda: Reader(member().id, "supplier"), by=__name__)
