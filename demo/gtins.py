"""A handful of numbers that the operator's table knows: scanned, they fill in a form of goods."""

from sqlmodel import Session

from models.catalogue.barcode.loading import GtinRow, GtinTable, replace_gtins
from models.catalogue.goods.gtin import check_digit

# The twelve digits before the check digit, in a range that nobody prints; title, brand, category.
KNOWN = (
    ("690000000001", "山泉水 550 ml", "林间", ""),
    ("690000000002", "桂花酸梅汤 400 ml", "巷口", ""),
    ("690000000003", "手工挂面 500 g", "老磨坊", ""),
    ("690000000004", "竹纤维抽纸 3 层 100 抽", "竹里", ""),
    ("978700000001", "小铺开门：掌柜的第一年", "", ""),
)


def teach_barcodes(session: Session) -> None:
    """Puts them in the table."""
    rows: dict[str, GtinRow] = {}
    for digits, title, brand, category in KNOWN:
        gtin = (digits + check_digit(digits)).zfill(14)
        rows[gtin] = {"gtin": gtin, "title": title, "brand": brand, "category": category, "attributes": {}}
    replace_gtins(session, GtinTable(rows))
