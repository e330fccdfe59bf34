"""Why an operator reads a conversation: it stands in the trail."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "talk_reading",
    N_("看对话"),
    80,
    (
        N_("裁定纠纷"),
        N_("买家投诉"),
        N_("抽查站外联系"),
    ),
)
