"""Three whose shops did not open yet: one was sent back a thing, one waits longer than was promised, one has just
begun. They began while this network still asked for papers; what was asked then is asked of them still."""

import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from PIL import Image, ImageDraw
from stdnum.cn import ric

from demo.network import Network
from demo.stock import PASSWORD
from models.account.identity.giving import IdentityKeys, RealIdentity
from models.account.joining import new_member
from models.gate.beginning import begin_opening
from models.gate.checklist import ChecklistItem
from models.gate.deciding import decide_item
from models.gate.documents.keeping import sealed_upload
from models.gate.finding import checklist_of_shop, item_of
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.kernel.sealed_files import SealedFiles
from models.pick.picking import pick
from models.shop.opening import Door
from models.shop.shop import Shop
from models.stories.gate.giving import give_item_document, give_item_identity

# What a network asks by default.
_STRICT: dict[str, Any] = dict.fromkeys(("gate_phone", "gate_identity", "gate_certification", "gate_credit"), "door")
_REFUSED = "截图里看不到查询的日期"
BAMBOO, LATE, FRESH = "13800000051", "13800000052", "13800000053"


@dataclass(frozen=True, slots=True)
class Drawer:
    """Where what applicants give is sealed, and with what."""

    files: SealedFiles
    keys: IdentityKeys


def leave_applications(network: Network, drawer: Drawer, rules: Rules, at: datetime) -> None:
    """What they gave, when, and what the desk said so far."""
    strict = replace(rules, **_STRICT)
    bamboo = _begun(network, BAMBOO, "阿竹", "竹里", strict, at - timedelta(hours=60))
    for handle, reason in (("bowls", "和我编的竹垫是一对，端着不烫手。"), ("thermos", "上山砍竹子带的就是它。")):
        picked = pick(network.session, bamboo, network.goods[handle], rules=rules, at=at - timedelta(hours=40))
        picked.recommend(reason, at=at - timedelta(hours=40))
    _show_all(network, bamboo, drawer, strict, 1, at - timedelta(hours=20))
    by = Act.operator(network.operator, at - timedelta(hours=3), _REFUSED)
    decide_item(network.session, _item(network, bamboo, "credit"), "refused", by)
    decide_item(network.session, _item(network, bamboo, "identity"), "done", by.because(""))
    late = _begun(network, LATE, "老陶", "陶然", strict, at - timedelta(hours=55))
    _show_all(network, late, drawer, strict, 2, at - timedelta(hours=51))
    _begun(network, FRESH, "小满", "满满", strict, at - timedelta(hours=1))


def _begun(network: Network, phone: str, name: str, called: str, rules: Rules, at: datetime) -> Shop:
    keeper = new_member(network.session, phone=phone, name=name, password=PASSWORD, at=at)
    keeper.phone_proven_at = at
    words = Door(called, "手艺是家里传的，东西是自己用的。")
    return begin_opening(network.session, keeper, words, Act.keeper(keeper, at), rules=rules)


def _show_all(network: Network, shop: Shop, drawer: Drawer, rules: Rules, n: int, at: datetime) -> None:
    session, act = network.session, Act.keeper(shop.keeper, at)
    given = RealIdentity(f"{shop.keeper.name[-1]}生", _card(n))
    give_item_identity(session, _item(network, shop, "identity"), given, act, keys=drawer.keys, rules=rules)
    for name in ("certification", "credit"):
        drawn = _drawn(name, n)
        with sealed_upload(drawer.files, drawn, field="photo", secret=drawer.keys.secret) as upload:
            give_item_document(session, _item(network, shop, name), upload, act, rules=rules)


def _item(network: Network, shop: Shop, name: str) -> ChecklistItem:
    checklist = checklist_of_shop(network.session, shop.id)
    found = item_of(checklist, name) if checklist else None
    assert found is not None, name
    return found


def _card(n: int) -> str:
    """A number that is right, of nobody: born on a day that all of the demo's are."""
    stem = f"33010019900501{n:03d}"
    return stem + ric.calc_check_digit(stem + "0")


def _drawn(name: str, n: int) -> bytes:
    """A drawing of somebody with a card in their hands, or of a score on a phone."""
    picture = Image.new("RGB", (900, 1200), (233, 226, 214))
    pen = ImageDraw.Draw(picture)
    if name == "certification":
        pen.ellipse((320, 100, 580, 400), fill=(206, 170, 140))
        pen.rectangle((180, 440, 720, 1200), fill=(70 + 40 * n, 96, 120))
    pen.rectangle((240, 560, 660, 820), fill=(244, 248, 250), outline=(60, 60, 60), width=4)
    for row in range(4):
        pen.line((280, 610 + row * 48, 400 + 40 * ((row + n) % 3), 610 + row * 48), fill=(40, 40, 40), width=8)
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return held.getvalue()


def drawn_paper(n: int) -> bytes:
    """A drawing of a licence, a certificate or an authorization, with its seal."""
    picture = Image.new("RGB", (900, 1200), (250, 248, 240))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 40, 860, 1160), outline=(150, 110, 60), width=10)
    pen.rectangle((250, 140, 650, 190), fill=(60, 50, 40))
    for row in range(9):
        pen.line((120, 300 + row * 70, 560 + 60 * ((row * n) % 4), 300 + row * 70), fill=(70, 70, 70), width=10)
    pen.ellipse((580, 860, 800, 1080), outline=(200, 50, 31), width=12)
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=80)
    return held.getvalue()
