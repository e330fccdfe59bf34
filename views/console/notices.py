"""What is new, on a page."""

from views.console.blueprint import console
from views.kit.identity import member
from views.parts.notices import Reader, screens

screens.mount(console, lambda: Reader(member().id, "keeper"), by=__name__)
