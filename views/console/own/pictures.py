"""The pictures of own goods that are being written: whose form they belong to, and where one goes up by itself."""

from werkzeug.wrappers import Response

from views.console.blueprint import console
from views.kit.bodies import FILES, carries
from views.kit.identity import shop
from views.parts.shots import one_shot


@console.post("/own/pictures")
@carries(FILES)
def own_picture() -> Response:
    """One picture of goods that are being written, or whether it is here already."""
    return one_shot(owner_of_shots())


def owner_of_shots() -> str:
    """Whose the pictures of this shop's own goods are."""
    return f"shop:{shop().id}"
