"""A keeper of the demo who asks to be a star keeper, with a screenshot of the followers elsewhere."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from demo.applications import Drawer
from demo.network import Network
from models.gate.documents.keeping import sealed_upload
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.shop.starring import Shown
from models.stories.shop.star import apply_for_star


def ask_for_one_star(network: Network, drawer: Drawer, rules: Rules, at: datetime) -> None:
    """Asked this morning; it waits at the desk."""
    keeper = network.shops["linjian"].keeper
    shown = Shown("declared", rules.star_followers + 2_600, "小红书 林间阿林")
    act = Act.keeper(keeper, at - timedelta(hours=5))
    with sealed_upload(drawer.files, _drawn(), field="pictures", secret=drawer.keys.secret) as upload:
        apply_for_star(network.session, keeper, shown, upload, act, rules=rules)


def _drawn() -> bytes:
    """A drawing of a page of somebody with many followers."""
    picture = Image.new("RGB", (900, 1600), (250, 247, 240))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 900, 520), fill=(96, 122, 98))
    pen.ellipse((60, 360, 300, 600), fill=(206, 170, 140), outline=(250, 247, 240), width=12)
    for column in range(3):
        left = 340 + column * 180
        pen.rectangle((left, 560, left + 110, 600), fill=(31, 27, 22))
        pen.rectangle((left, 620, left + 70, 640), fill=(150, 144, 134))
    for row in range(2):
        for column in range(3):
            left, top = 40 + column * 280, 760 + row * 400
            pen.rectangle((left, top, left + 260, top + 360), fill=(180 + 20 * column, 160 + 30 * row, 130))
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return held.getvalue()
