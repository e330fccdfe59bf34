"""Why a sign-up was refused: whoever asked reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "sign_up_refusal",
    N_("退回注册"),
    35,
    (
        N_("打了几次都没有接，方便的时候再来一次"),
        N_("接电话的人说没有来注册过"),
        N_("号码是空号，核对一下再来"),
        N_("这个手机号已经注册过，直接登录就好"),
    ),
)
