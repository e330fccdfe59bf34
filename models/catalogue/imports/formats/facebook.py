"""Facebook's catalogue: Google's columns with some of its own, and rows of comments above the headings."""

import re

from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.sheets.feed import FEED_COLUMNS, feed_key, read_feed
from models.kernel.errors import N_

FORMAT = GoodsFormat(
    name="facebook",
    place=5,
    words=N_("Facebook 商品目录"),
    columns=FEED_COLUMNS,
    read=read_feed,
    signs=frozenset({"quantity to sell on facebook", "fb product category", "commerce tax category", "style[0]"}),
    signs_all=frozenset({"handle", "title", "price"}),
    # "# Required | …", in whatever language.
    note=re.compile(r"#\s*+(?:[^\W\d]++\s*+\||Required|Optional|必填|选填)", re.IGNORECASE),
    several=frozenset({"more_pictures"}),
    key=feed_key,
    gathers=True,
    money="said",
)
