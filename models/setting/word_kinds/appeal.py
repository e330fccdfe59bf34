"""What an appeal against a violation is answered: the keeper reads it."""

from models.kernel.errors import N_
from models.setting.wording import WordKind

WORDING = WordKind(
    "appeal",
    N_("答复申诉"),
    61,
    (N_("证据不够，不该算"), N_("已经改好，这次不算"), N_("证据清楚，维持原来的决定"), N_("申诉里没有新的情况")),
)
