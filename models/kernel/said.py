"""What the program itself says and keeps: its msgid and parameters, so that each reader is told in their language."""

import json
from collections.abc import Callable, Iterable
from typing import Any, Self

# What stands between two sentences; translated like any msgid.
JOINT = "；"
# What is kept begins with this.
_MARK = '{"said":'
Sentence = tuple[str, dict[str, Any]]


class Said(str):
    """Text in Chinese, as any text, which knows by which msgid and parameters it was said; of several sentences, by
    which each. A parameter may be Said itself. What people write is plain text."""

    sentences: tuple[Sentence, ...]

    def __new__(cls, msgid: str, **params: Any) -> Self:
        return cls._of(((msgid, params),))

    @classmethod
    def joined(cls, parts: Iterable[str]) -> str:
        """Several sentences as one; "" of none. All must be Said."""
        every = [sentence for part in parts if isinstance(part, Said) for sentence in part.sentences]
        return cls._of(tuple(every)) if every else ""

    @classmethod
    def _of(cls, sentences: tuple[Sentence, ...]) -> Self:
        made = super().__new__(cls, JOINT.join(msgid % params if params else msgid for msgid, params in sentences))
        made.sentences = sentences
        return made

    def told(self, translate: Callable[[str], str]) -> str:
        """In another language."""
        return translate(JOINT).join(_filled(translate, msgid, params) for msgid, params in self.sentences)


def as_kept(text: str) -> str:
    """A text as it is stored: ours as `{"said":[["还缺 %(count)s 张图片",{"count":3}]]}`, another as it is. What
    somebody wrote that looks like ours stays what they wrote."""
    if isinstance(text, Said):
        return json.dumps(_plain(text), ensure_ascii=False, separators=(",", ":"))
    return as_kept(Said("%(words)s", words=text)) if text.startswith(_MARK) else text


def from_kept(kept: str) -> str:
    """What was stored, Said or plain."""
    if not kept.startswith(_MARK):
        return kept
    said: Said = _restored(json.loads(kept))
    return said


def tell(text: str, translate: Callable[[str], str]) -> str:
    """A text in the reader's language where the program said it; else as it was written."""
    return text.told(translate) if isinstance(text, Said) else text


def _filled(translate: Callable[[str], str], msgid: str, params: dict[str, Any]) -> str:
    if not params:
        return translate(msgid)
    told = {name: tell(value, translate) if isinstance(value, str) else value for name, value in params.items()}
    return translate(msgid) % told


def _plain(value: Any) -> Any:
    if isinstance(value, Said):
        return {
            "said": [
                [msgid, {name: _plain(one) for name, one in params.items()}] if params else [msgid]
                for msgid, params in value.sentences
            ]
        }
    return value if type(value) in (str, int) else str(value)


def _restored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    every = ((msgid, params[0] if params else {}) for msgid, *params in value["said"])
    return Said._of(tuple((msgid, {name: _restored(one) for name, one in params.items()}) for msgid, params in every))
