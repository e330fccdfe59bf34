"""/privacy: what is kept of people and for how long, in plain words, with the days that are in force now; what this
browser left on the server, and erasing it."""

from typing import NamedTuple

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from models.account.forgetting import ENDED_KEPT
from models.kernel.clock import now
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.stories.erase import Whose, browser_named, erase_left, what_is_left
from views.buyer.mine.pages import off_the_device, personal
from views.kit import store, visitor
from views.kit.house import house
from views.kit.page import page, see
from views.kit.safety import own_forms_only

bp = Blueprint("privacy", __name__)
bp.before_request(own_forms_only)


class Kept(NamedTuple):
    """One kind of what is kept: a msgid, the days after which it is gone, None where it is no matter of days, and what
    is to be said of it."""

    what: str
    days: int | None
    words: str


def kept_of_buyers(rules: Rules) -> tuple[Kept, ...]:
    """What is kept of who buys, or only looks."""
    return (
        Kept(
            N_("浏览器里的编号"),
            365,
            N_(
                "一串随机的字，用来认出购物车、领过的券和问过的话。这么多天没再用上就失效；服务器上的到时候不会自己删，要在下面抹掉。"
            ),
        ),
        Kept(
            N_("数访客用的编号"),
            rules.counting_days,
            N_("从上面那串字算出来，算不回去；到期换一个新的，新旧连不起来。不存网络地址。"),
        ),
        Kept(
            N_("看过哪些页面"),
            rules.visit_days,
            N_("哪家店、哪件货、什么时候、从哪个入口来，只记在上面那个编号下；到期删掉，留下的只有人数。"),
        ),
        Kept(N_("从哪个入口来的"), rules.link_days, N_("只在你的浏览器里，好让掌柜知道哪张海报有用。")),
        Kept(
            N_("订单、收货人和电话"),
            None,
            N_(
                "法律要求交易记录至少保存三年，所以不能提前删；过了三年也还没有自动删的办法。收货地址给发货的供货商看，平台的客服要看得留下记录，掌柜看到的名字是遮住的。"
            ),
        ),
    )


def kept_of_members(rules: Rules) -> tuple[Kept, ...]:
    """What is kept of who has an account."""
    return (
        Kept(N_("登录过的设备"), rules.sign_in_days, N_("这么多天不用就失效，失效以后再过几天删掉。")),
        Kept(N_("失效的登录"), ENDED_KEPT.days, N_("留着，好让你看到不认识的登录。")),
        Kept(N_("证照照片"), rules.document_days, N_("加密保存，审核决定以后到期删掉；每看一次都留一条记录。")),
        Kept(
            N_("身份证号"),
            None,
            N_(
                "加密保存，平时只显示后四位。没通过的和换掉的，到期和证照照片一样删掉；通过的一直留着，还没有自动删的办法。"
            ),
        ),
        Kept(N_("账目"), None, N_("只增不改；每天夜里公布一个根，谁都能查有没有动过。")),
        Kept(N_("谁改了什么的记录"), None, N_("只增不改，里面的电话和证件号是遮住的。")),
    )


@bp.get("/privacy")
def show() -> Response:
    """For everybody, signed in or not; and what there is of this browser, before it is erased."""
    rules, left = house().rules, what_is_left(store.session(), _whose()) if visitor.current() else []
    reply = page(
        "privacy.html",
        buyers=kept_of_buyers(rules),
        members=kept_of_members(rules),
        left=left,
        is_erased="erased" in request.args and not left,
    )
    return personal(reply) if left else reply


@bp.post("/privacy/erase")
def erase() -> Response:
    """Erases what may go, on the server and in the browser. A second press finds nothing, and comes to the same."""
    erase_left(store.session(), _whose())
    return off_the_device(see(url_for("privacy.show", erased=1, _anchor="left")))


def _whose() -> Whose:
    who, rules = visitor.current(), house().rules
    days = rules.counting_days, rules.visit_days
    return browser_named(who, secret=house().hash_secret, days=days, at=now())
