"""Cutting what is too long for a notice: at a sign or a space where one is near, never through what a reader sees as
one character."""

from models.poster.clusters import clusters

_TITLE = 40
_BREAKS = " ，。；、！？,.;!?\n"


def cut(text: str, most: int = _TITLE) -> str:
    """The text in one line of at most so many characters, with an ellipsis where some are left out."""
    signs = list(clusters(" ".join(text.split())))
    if len(signs) <= most:
        return "".join(signs)
    kept = signs[: most - 1]
    near = next((at for at in range(len(kept) - 1, most * 2 // 3, -1) if kept[at] in _BREAKS), len(kept))
    return "".join(kept[:near]).rstrip(_BREAKS) + "…"
