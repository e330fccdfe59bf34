"""Why a change of goods was refused: the supplier reads it, and buyers go on with what was approved."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "proposal_refusal",
    N_("退回商品的改动"),
    11,
    (
        N_("标题和图片对不上"),
        N_("写了联系方式，请删掉"),
        N_("写了疗效，普通商品不能写"),
        N_("写了“最”“第一”这样的话，请换个说法"),
        N_("价格变动太大，请说明原因"),
        N_("赠品没有图，也没写进描述"),
        N_("换成了另一件商品，请另建一件"),
    ),
)
