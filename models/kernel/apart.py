"""Pictures that unpack into a hundred megabytes are unpacked by a process of its own, with as much memory and time as
is said here: one upload must not make a web process grow, which never gives it back, nor hold its threads up.

    python -m models.kernel.apart squares|whole|legible|long|document    a picture on the input, the answer on output

The answer is a line of JSON, then the bytes it speaks of. It loads the kernel's pictures alone.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from models.kernel.errors import N_, Refused

Wish = Literal["squares", "whole", "legible", "long", "document"]
_ROOT = Path(__file__).resolve().parents[2]
_LARGE = 4
# Of addresses: libraries take two hundred megabytes of these before the first pixel.
_MEMORY, _PROCESSOR_SECONDS, _SECONDS = 900 * 1024 * 1024, 20, 40
BROKEN = N_("这张图片不完整或已损坏，请重新保存或拍一张再传")
TOO_MUCH = N_("这张图片解开后太大了，请缩小一半或另存为 JPG 再传")


def unpacked_apart(wish: Wish, data: bytes, field: str) -> tuple[dict[str, Any], bytes]:
    """What the other process says of a picture, and the bytes. Raises Refused."""
    command = [sys.executable, "-X", "utf8", "-m", "models.kernel.apart", wish]
    try:
        done = subprocess.run(  # noqa: S603  Our own interpreter and module.
            command, input=data, capture_output=True, check=False, timeout=_SECONDS, cwd=_ROOT
        )
    except subprocess.TimeoutExpired:
        raise Refused(field, TOO_MUCH) from None
    if done.returncode:
        # Ended by its limits, or by a decoder that fell over a broken file.
        raise Refused(field, TOO_MUCH if done.returncode in (_LARGE, -24, -9) else BROKEN)
    head, _, made = done.stdout.partition(b"\n")
    said: dict[str, Any] = json.loads(head)
    if "refused" in said:
        raise Refused(field, said["refused"], **said["params"])
    return said, made


def _main(wish: str) -> None:
    """The other process."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from models.kernel import document_pictures, long_pictures, pictures

    told = {"document": document_pictures.told_of_document, "long": long_pictures.told_of_long}
    data = sys.stdin.buffer.read()
    try:
        said, made = told[wish](data) if wish in told else pictures.told_of(wish, data)
    except Refused as no:
        said, made = {"refused": no.message, "params": no.params}, b""
    except MemoryError:
        sys.exit(_LARGE)
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)


if __name__ == "__main__":
    _main(sys.argv[1])
