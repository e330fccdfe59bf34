"""WooCommerce's product CSV."""

from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.formats.woocommerce.columns import WOO_COLUMNS, WOO_SIGNS
from models.catalogue.imports.formats.woocommerce.reading import read_woo, woo_key
from models.kernel.errors import N_

FORMAT = GoodsFormat(
    name="woocommerce",
    place=4,
    words=N_("WooCommerce 导出的表格"),
    columns=WOO_COLUMNS,
    read=read_woo,
    signs=WOO_SIGNS,
    needed=("type", "title"),
    key=woo_key,
    gathers=True,
    money="unsaid",
)
