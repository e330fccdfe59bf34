"""Why a dispute was ruled so: both sides read it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "ruling",
    N_("裁定纠纷"),
    50,
    (
        N_("照片能看出商品有损坏，支持退款"),
        N_("商品和描述不符，支持退货退款"),
        N_("没有收到货的证明，支持退款"),
        N_("商品没有问题，过了约定的时间，不支持退款"),
        N_("双方都有责任，各承担一部分"),
    ),
)
