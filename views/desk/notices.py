"""What is new, on a page."""

from views.desk.blueprint import desk
from views.kit.groups import AUDIENCES
from views.kit.identity import member
from views.parts.notices import Reader, screens

OPENED_BY = AUDIENCES["desk"]

screens.mount(desk, lambda: Reader(member().id, "operator"), by=__name__)
