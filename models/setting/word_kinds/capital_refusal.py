"""Why the proof of capital and tax was sent back: the supplier reads it, and gives it again."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "capital_refusal",
    N_("退回注册资本和一般纳税人证明"),
    26,
    (
        N_("证明上的公司名和营业执照不一样"),
        N_("看不到注册资本，请换一份写明的"),
        N_("看不出是一般纳税人，请交税务局的证明"),
    ),
)
