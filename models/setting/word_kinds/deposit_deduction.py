"""Why a deposit was deducted: the supplier reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "deposit_deduction",
    N_("扣保证金"),
    70,
    (
        N_("按裁定赔付买家"),
        N_("逾期不处理售后，由平台代付"),
        N_("售假，按规则扣除"),
    ),
)
