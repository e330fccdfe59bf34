"""Why a withdrawal was refused, or did not arrive: the owner reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "withdrawal_refusal",
    N_("退回提现"),
    40,
    (
        N_("收款账户待核实，核好后再申请"),
        N_("账户有纠纷没结，结了再提"),
        N_("银行退回：户名和账号对不上"),
        N_("银行退回：账户已销户或冻结"),
    ),
)
