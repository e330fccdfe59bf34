"""Who asks to supply: one whose licence is being looked at and whose capital was sent back, and what brands may be sold
by which papers, one of them soon over."""

from datetime import date, datetime, timedelta

from stdnum.cn import uscc

from demo.applications import Drawer, drawn_paper
from demo.network import Network
from demo.stock import PASSWORD
from models.account.joining import new_member
from models.account.member import Member
from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.brands import BrandClaim, PaperShown, paper_kind
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import ChecklistItem
from models.gate.deciding import decide_item
from models.gate.documents.keeping import keep_document, sealed_upload
from models.gate.finding import checklist_of_supplier, item_of
from models.gate.supplying import Candidacy, apply_to_supply
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.stories.brand.claim import ask_for_brand
from models.stories.brand.decide import grant_right
from models.stories.gate.supplier_papers import Company, give_capital, give_company, give_returns

CANDIDATE = "13800000061"
_STEM = "91350122MA00000A1"
# Its papers end within the time in which renewal is asked for.
_SOON = timedelta(days=20)
_REFUSED = "证明上的公司名和营业执照不一样"


def leave_candidates(network: Network, drawer: Drawer, rules: Rules, at: datetime) -> None:
    """In the order in which it happened; settings that ask for less leave out what they do not ask for."""
    _renewed(network, drawer, rules, at)
    began = at - timedelta(hours=30)
    owner = new_member(network.session, phone=CANDIDATE, name="阿渔", password=PASSWORD, at=began)
    owner.phone_proven_at = began
    act = Act.supplier(owner, began)
    supplier = apply_to_supply(network.session, owner, Candidacy("连江阿渔海味", "factory"), act, rules=rules)
    given = Act.supplier(owner, at - timedelta(hours=26))
    company = Company("连江县阿渔水产有限公司", _STEM + uscc.calc_check_digit(_STEM))
    for name, files in (("company", drawn_paper(1)), ("capital", drawn_paper(2))):
        item = _item(network, supplier, name)
        if item is None:
            continue
        with sealed_upload(drawer.files, files, field="photo", secret=drawer.keys.secret) as upload:
            if name == "company":
                give_company(network.session, item, company, upload, given, rules=rules)
            else:
                give_capital(network.session, item, _capital(rules), upload, given, rules=rules)
                refused = Act.operator(network.operator, at - timedelta(hours=2), _REFUSED)
                decide_item(network.session, item, "refused", refused)
    where = "阿渔，13800000061，福建省福州市连江县黄岐镇码头 6 号"
    give_returns(network.session, supplier, where, given, rules=rules)


def _renewed(network: Network, drawer: Drawer, rules: Rules, at: datetime) -> None:
    """A brand that stands and ends soon; another supplier's waits for the desk."""
    own, today = network.suppliers["suri"], local(at).date()
    stands = _asked(network, drawer, "suri", ("素日", "杭州素日品牌管理有限公司", own.name, today + _SOON), rules, at)
    grant_right(network.session, stands, Act.operator(network.operator, at - timedelta(days=3)), rules=rules)
    stands.asked_at = at - timedelta(days=1)
    far, other = today + timedelta(days=300), network.suppliers["mumian"]
    _asked(network, drawer, "mumian", ("木与棉", "义乌木与棉品牌有限公司", other.name, far), rules, at)


def _asked(
    network: Network, drawer: Drawer, handle: str, said: tuple[str, str, str, date], rules: Rules, at: datetime
) -> BrandRight:
    brand, granted_by, granted_to, ends_on = said
    owner: Member = network.person(handle)
    act = Act.supplier(owner, at - (timedelta(days=4) if handle == "suri" else timedelta(hours=5)))
    with sealed_upload(drawer.files, drawn_paper(3), field="papers", secret=drawer.keys.secret) as upload:
        kept = keep_document(network.session, owner, paper_kind(brand, 1), upload, act)
        shown = [PaperShown(granted_by, granted_to, ends_on, kept.code)]
        claim = BrandClaim(brand, "chain", shown)
        made = ask_for_brand(network.session, network.suppliers[handle], claim, act, rules)
        network.session.flush()
    return made


def _item(network: Network, supplier: Supplier, name: str) -> ChecklistItem | None:
    checklist = checklist_of_supplier(network.session, supplier.id)
    return item_of(checklist, name) if checklist else None


def _capital(rules: Rules) -> Money:
    return Money(max(rules.supplier_capital, 120_000_000))
