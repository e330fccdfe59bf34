"""Why the photo with the ID was sent back: the keeper reads it, and takes another."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "certification_refusal",
    N_("退回手持身份证的照片"),
    22,
    (
        N_("照片不清楚，请在亮处重拍一张"),
        N_("看不清证件上的字，请离近一点再拍"),
        N_("照片里没有露出脸，或者没有拿着证件"),
        N_("照片和填的姓名、证件号对不上"),
    ),
)
