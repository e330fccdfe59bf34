"""Why a post is shown no more: the keeper reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "post_hiding",
    N_("动态不再显示"),
    65,
    (N_("说的和货不一样，改了再发"), N_("图片是别人的"), N_("露了买家的信息"), N_("这样的话不能说")),
)
