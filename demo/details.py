"""Long pictures for the demo's goods: drawn ones, one under another, as suppliers draw them."""

import io
from collections.abc import Sequence

from PIL import Image

from demo.network import Network
from models.catalogue.goods.detail_picture import DetailPicture
from models.catalogue.goods.detailing import store_detail
from models.catalogue.goods.version import keep_version
from models.kernel.act import Act
from models.kernel.media import MediaStore, square_key

_PAPER = (0xFB, 0xF7, 0xF0)
_WIDE, _GAP = 1080, 60
# Goods, and whose pictures stand in their details.
_WITH = ("walnuts", "honey", "runners")


def draw_details(network: Network, media: MediaStore, act: Act) -> None:
    """Two long pictures for some goods; and the options of one show each its own picture."""
    for handle in _WITH:
        goods = network.goods[handle]
        squares = [Image.open(io.BytesIO(media.get(square_key(one.digest, 1080)))) for one in goods.pictures]
        for place, order in enumerate((squares, squares[::-1])):
            shot = store_detail(media, _stacked(order))
            goods.details.append(
                DetailPicture(digest=shot.digest, width=shot.width, height=shot.height, position=place)
            )
        for sku, picture in zip(goods.on_offer, goods.pictures, strict=False):
            if goods.option_names:
                sku.picture = picture.digest
        network.session.flush()
        keep_version(network.session, goods, act)


def _stacked(squares: Sequence[Image.Image]) -> bytes:
    sheet = Image.new("RGB", (_WIDE, len(squares) * (_WIDE + _GAP) + _GAP), _PAPER)
    for place, square in enumerate(squares):
        sheet.paste(square, (0, _GAP + place * (_WIDE + _GAP)))
    file = io.BytesIO()
    sheet.save(file, "JPEG", quality=88)
    return file.getvalue()
