"""The states of an item of a checklist and of the checklist, and every step between them, as data: step → (where it may
start, where it ends).

    item       yours → waiting → done, or refused; a refused one is given again. A done one is asked again when its
               time is over, or another is given in its place. Who decided may undo that a moment later, where nothing
               followed
    checklist  begun → open, once, with the last item that the door waits for
"""

from typing import Literal

from models.kernel.errors import N_
from models.kernel.steps import Steps

ItemState = Literal["yours", "waiting", "done", "refused"]
ItemStep = Literal["give", "pass", "refuse", "ask_again", "undecide"]
ItemNote = Literal["begin"]
ChecklistState = Literal["begun", "open"]
ChecklistMove = Literal["open"]
# When an item is needed: before the door opens, before money is paid out.
AskedBefore = Literal["door", "payout"]

ITEM_TABLE: Steps[ItemStep, ItemState] = {
    "give": (("yours", "refused", "done"), "waiting"),
    "pass": (("yours", "waiting", "refused"), "done"),
    "refuse": (("yours", "waiting", "done"), "refused"),
    "ask_again": (("waiting", "done", "refused"), "yours"),
    "undecide": (("done", "refused"), "waiting"),
}
CHECKLIST: Steps[ChecklistMove, ChecklistState] = {"open": (("begun",), "open")}
# Whose turn it is, where it is not done.
OPEN_ITEMS: tuple[ItemState, ...] = ("yours", "waiting", "refused")

# What people call them, by noun and value.
GATE_WORDS = {
    "checklist_item": {
        "yours": N_("等你"),
        "waiting": N_("平台在看"),
        "done": N_("做好了"),
        "refused": N_("退回了"),
    },
    "item_step": {
        "begin": N_("开始"),
        "give": N_("交上来"),
        "pass": N_("通过"),
        "refuse": N_("退回"),
        "ask_again": N_("要重新交"),
        "undecide": N_("收回决定"),
    },
}
