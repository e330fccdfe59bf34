"""Which characters can be drawn, and by which face. Lines and sizes live elsewhere."""

import unicodedata
from functools import lru_cache

from models.poster.clusters import clusters
from models.poster.typeset.faces import EMOJI, FACES, HANZI, Face, face_of, has
from models.poster.typeset.fonts import advance

_JOINER, _TEXT_STYLE, _EMOJI_STYLE, _KEYCAP = "\u200d", "\ufe0e", "\ufe0f", "\u20e3"


def legible(text: str) -> tuple[str, str]:
    """The text as it can be drawn, and what had to be left out because no face has it."""
    kept, dropped = [], []
    for cluster in clusters(unicodedata.normalize("NFC", text)):
        drawn = _drawable(cluster)
        kept.append(drawn)
        if not drawn and not _invisible(cluster):
            dropped.append(cluster)
    return "".join(kept), "".join(dict.fromkeys(dropped))


def _invisible(cluster: str) -> bool:
    return all(unicodedata.category(mark) in ("Cc", "Cf", "Mn", "Zl", "Zp", "Zs") for mark in cluster)


@lru_cache(maxsize=8192)
def _drawable(cluster: str) -> str:
    """A joined emoji that the face cannot join becomes its first part; marks that only ask for colour go."""
    if cluster in ("\n", " "):
        return cluster
    if cluster in ("\u3000", "\u00a0", "\t", "\u2028", "\u2029", "\r"):
        return " " if cluster in ("\u3000", "\u00a0", "\t") else "\n"
    if _is_emoji(cluster):
        return _joined(cluster)
    parts = "".join(mark for mark in cluster if not _control(mark) and mark not in (_TEXT_STYLE, _EMOJI_STYLE))
    if not parts or face_of(parts[0]) is None:
        return ""
    face = face_for(parts)
    return "".join(part for part in parts if has(face, part))


def _joined(cluster: str) -> str:
    plain = cluster.replace(_TEXT_STYLE, "")
    whole = all(has(EMOJI, mark) for mark in plain if mark not in (_JOINER, _EMOJI_STYLE))
    if whole and advance(EMOJI, plain, 400) < 1.5 * advance(EMOJI, "\U0001f600", 400):
        return plain
    return cluster[0] if has(EMOJI, cluster[0]) or has(HANZI, cluster[0]) else ""


def _control(mark: str) -> bool:
    return unicodedata.category(mark) in ("Cc", "Cf", "Co", "Cs", "Cn")


def _is_emoji(cluster: str) -> bool:
    return len(cluster) > 1 and not _control(cluster[0]) and has(EMOJI, cluster[0]) and (
        _KEYCAP in cluster or not has(HANZI, cluster[0])
    )  # fmt: skip


@lru_cache(maxsize=8192)
def face_for(cluster: str) -> Face:
    """The face of a drawable cluster: one that has all of it, else the one that has its base."""
    if _is_emoji(cluster):
        return EMOJI
    whole = next((face for face in FACES if all(has(face, mark) for mark in cluster)), None) if cluster[1:] else None
    return whole or face_of(cluster[0]) or HANZI
