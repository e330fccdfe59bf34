"""A goods file of the demo that was sent and only half understood: its prices are dollars, and nobody has said yet what
a dollar is worth nor which of our categories its words mean. And an edit of several goods that is done."""

import csv
import io
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from demo.network import Network, network
from models.catalogue.bulk.choosing import ChosenGoods
from models.catalogue.bulk.moves import BulkWish, StockMove
from models.catalogue.bulk.running import run_bulk_edit
from models.catalogue.bulk.runs import ask_bulk_edit
from models.catalogue.imports.runs import GoodsUpload, start_run
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.rules import Rules

_ROWS = (
    ("福鼎云岭茶业 2026 外贸报价单", "", "", "", "", "", "", ""),
    ("货号", "品名", "规格", "单价(USD)", "成本价", "数量", "分类", "克重"),
    ("YL-W01", "白毫银针 散茶礼罐", "50 克", "18.50", "9.20", "120", "白茶/外贸", "110"),
    ("YL-W01", "白毫银针 散茶礼罐", "100 克", "34.00", "17.80", "80", "白茶/外贸", "190"),
    ("YL-W02", "牡丹王 小饼十片", "", "26.90", "13.40", "60", "白茶/外贸", "260"),
    ("YL-J01", "茉莉银毫 三窨", "", "21.00", "10.10", "", "花茶/外贸", "150"),
)
_STOCKED = ("jasmine-tea", "black-tea")


def leave_files(network: Network, media: MediaStore, at: datetime) -> None:
    """The tea house sent its price list this morning."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_ROWS)
    with tempfile.TemporaryDirectory(prefix="demo-") as folder:
        path = Path(folder) / "goods"
        path.write_bytes(text.getvalue().encode("gb18030"))
        upload = GoodsUpload(path, "2026 外贸报价单.csv", "demo-half-understood")
        act = Act.supplier(network.person("yunling"), at - timedelta(hours=2))
        start_run(network.session, media, network.suppliers["yunling"], upload, act)


def raise_stock(database: Database, rules: Rules, at: datetime) -> None:
    """Twenty more of each of its teas in tins, as the worker does it."""
    with database.transaction() as session:
        demo = network(session)
        chosen = ChosenGoods(tuple(demo.goods[handle].code for handle in _STOCKED))
        wish = BulkWish(stock=StockMove("add", 20))
        act = Act.supplier(demo.person("yunling"), at)
        code = ask_bulk_edit(session, demo.suppliers["yunling"], chosen, wish, act, once="demo-more-tins").code
    run_bulk_edit(database, code, rules=rules, clock=lambda: at)
