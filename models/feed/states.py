"""States of a post: it is written, waits for its time or goes out at once, and may be deleted from anywhere. A deleted
one stays as a row, so that its address can say so."""

from typing import Literal

from models.kernel.errors import N_

PostState = Literal["draft", "timed", "out", "deleted"]
PostStep = Literal["keep_for", "keep_back", "put_out", "delete"]

POST_STEPS: dict[PostStep, tuple[tuple[PostState, ...], PostState]] = {
    # A timed one may be given another time.
    "keep_for": (("draft", "timed"), "timed"),
    "keep_back": (("timed",), "draft"),
    "put_out": (("draft", "timed"), "out"),
    "delete": (("draft", "timed", "out"), "deleted"),
}

# What people call them, by noun and value.
POST_WORDS = {
    "post": {
        "draft": N_("草稿"),
        "timed": N_("定时"),
        "out": N_("已发"),
        "deleted": N_("已删"),
    },
}
