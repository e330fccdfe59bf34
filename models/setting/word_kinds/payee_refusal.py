"""Why an account was refused: whoever it belongs to reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "payee_refusal",
    N_("退回收款账户"),
    30,
    (
        N_("户名和实名不一致"),
        N_("账号位数不对，请照卡面再填一次"),
        N_("开户行没写全，要写到支行"),
        N_("这个账户收不了对公转账，请换一个"),
    ),
)
