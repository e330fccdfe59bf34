"""Google Merchant's product data: a table parted by tabs, or a feed in RSS or Atom."""

from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets.feed import FEED_COLUMNS, feed_key, read_feed
from models.kernel.errors import N_

FORMAT = GoodsFormat(
    name="google",
    place=6,
    words=N_("Google Merchant 商品数据"),
    columns=FEED_COLUMNS,
    read=read_feed,
    signs=frozenset({"image link", "availability", "item group id", "google product category", "g:id", "g:price"}),
    signs_all=frozenset({"handle", "title", "price"}),
    several=frozenset({"more_pictures"}),
    key=feed_key,
    gathers=True,
    money="said",
)
