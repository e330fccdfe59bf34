"""What happened to a member's own account: signed in on a device that was not there before, another password, a change
of the second step. So whoever's account it is learns of it, whoever did it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.account.audit import Audit
from models.account.member import Operator
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.news import Audience
from models.notify.noting import Span, Wanted
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80
_SAID = {
    "sign_in.new": N_("你的账号在一台新设备上登录了：%(why)s。不是你，马上去“账号”改密码"),
    "password.change": N_("你的密码改了。不是你改的，马上找平台"),
    "password.reset": N_("你的密码重设了。不是你，马上找平台"),
    "password.link": N_("平台给了一个重设你密码的链接。不是你要的，马上找平台"),
    "factor.on": N_("登录第二步开好了"),
    "factor.off": N_("登录第二步关掉了。不是你关的，马上找平台"),
    "factor.codes": N_("你的恢复码换了一批"),
    "factor.recovery": N_("用掉了你的一个恢复码。不是你，马上去“账号”换一批"),
    "factor.reset": N_("平台解除了你的登录第二步：%(why)s。不是你要的，马上找平台"),
    "passkey.add": N_("你的账号加了一把通行密钥：%(why)s"),
    "passkey.remove": N_("你的账号去掉了一把通行密钥：%(why)s"),
}


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    columns: Any = (Audit.id, Audit.what, Audit.why, Audit.at, Audit.about)
    happened = select(*columns, col(Operator.member_id).label("at_desk"), col(SupplierStaff.member_id).label("staff"))
    happened = happened.select_from(Audit).outerjoin(Operator, col(Operator.member_id) == Audit.about)
    happened = happened.outerjoin(SupplierStaff, col(SupplierStaff.member_id) == Audit.about)
    known = (col(Audit.about).is_not(None), col(Audit.what).in_(_SAID), col(Audit.at) >= span.since)
    for row in session.connection().execute(happened.where(*known)):
        params = {"why": cut(row.why, _WHY)} if "%(why)s" in _SAID[row.what] else {}
        audience: Audience = "operator" if row.at_desk else "supplier" if row.staff else "keeper"
        words = Said(_SAID[row.what], **params)
        yield Wanted(row.about, audience, "account", str(row.id), words, "/account", row.at)


NEWS = NewsKind("account", 9, N_("账号"), _find)
