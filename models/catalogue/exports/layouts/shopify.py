"""Shopify's product CSV, under the headings that its import asks for (help.shopify.com, "Using CSV files to import and
export products"). It knows no commission and no declared price: loaded here again, those stay as they are."""

from collections.abc import Iterator, Sequence

from models.catalogue.exports import ExportLayout, ExportTerms
from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.goods.price import listed_price
from models.kernel.errors import N_

_HEADINGS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Published",
    "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
    "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
    "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Requires Shipping",
    "Variant Taxable", "Variant Barcode", "Image Src", "Image Position", "Status",
)  # fmt: skip
# What Shopify asks of each variant, and we have only one answer to.
_ALWAYS = {
    "Variant Inventory Tracker": "shopify",
    "Variant Inventory Policy": "deny",
    "Variant Fulfillment Service": "manual",
    "Variant Requires Shipping": "true",
    "Variant Taxable": "true",
}
_ASKS = ("submitted", "on_sale")
_STATUS = {"on_sale": "active", "submitted": "active", "off_sale": "archived"}


def _headings(terms: ExportTerms) -> Sequence[str]:
    return _HEADINGS


def _rows(goods: Goods, terms: ExportTerms) -> Iterator[Sequence[str]]:
    """A row a SKU, with a picture beside each as long as there are any; the pictures that are left have rows of their
    own."""
    skus = goods.on_offer
    pictures = [_address(picture, terms) for picture in goods.pictures]
    for number in range(max(len(skus), len(pictures))):
        cells = {"Handle": goods.handle}
        if number == 0:
            cells |= _of_goods(goods, terms)
        if number < len(skus):
            cells |= _of_sku(goods, skus[number], terms, is_first=number == 0)
        if number < len(pictures):
            cells |= {"Image Src": pictures[number], "Image Position": str(number + 1)}
        yield tuple(cells.get(heading, "") for heading in _HEADINGS)


def _address(picture: Picture, terms: ExportTerms) -> str:
    """A file's name in a ZIP says nothing to Shopify: then it is ours."""
    return picture.source if "://" in picture.source else terms.address_of(picture.digest)


def _of_goods(goods: Goods, terms: ExportTerms) -> dict[str, str]:
    return {
        "Title": goods.title,
        "Body (HTML)": goods.description,
        "Vendor": goods.brand,
        "Type": terms.categories.get(goods.category_id or 0, ""),
        "Published": "true" if goods.submit_wanted or goods.state in _ASKS else "false",
        "Status": _STATUS.get(goods.state, "active" if goods.submit_wanted else "draft"),
    }


def _of_sku(goods: Goods, sku: SKU, terms: ExportTerms, *, is_first: bool) -> dict[str, str]:
    options = {f"Option{place} Value": value for place, value in enumerate(sku.options, 1)}
    if is_first:
        options |= {f"Option{place} Name": name for place, name in enumerate(goods.option_names, 1)}
    if not goods.option_names:
        options = {"Option1 Name": "Title", "Option1 Value": "Default Title"}
    return (
        options
        | _ALWAYS
        | {
            "Variant SKU": sku.code,
            "Variant Grams": "" if sku.grams is None else str(sku.grams),
            "Variant Inventory Qty": str(sku.stock) if terms.stock else "",
            "Variant Price": listed_price(sku).yuan,
            "Variant Compare At Price": sku.was.yuan if sku.was is not None else "",
            "Variant Barcode": sku.barcode,
        }
    )


LAYOUT = ExportLayout("shopify", 2, N_("Shopify 的商品表"), _headings, _rows)
