"""Opens zip archives that strangers made: sizes are known before anything is unpacked. Writes nothing to disk."""

import struct
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from models.kernel.errors import N_, Refused

# The list of contents is held in memory as objects some ten times its size, so it is bounded before it is read.
DIRECTORY_BYTES = 6 * 1024 * 1024
_END = b"PK\x05\x06"
END64 = b"PK\x06\x06"
LOCATOR64 = b"PK\x06\x07"


def open_archive(path: Path, field: str) -> ZipFile:
    """A zip whose list of contents is of bounded size. Raises Refused on `field`."""
    broken = Refused(field, N_("这个压缩包打不开，可能没有传完整，请重新打包再试"))
    try:
        if _directory_bytes(path) > DIRECTORY_BYTES:
            raise Refused(field, N_("压缩包里的文件太多了，请分成几个再传"))
        return ZipFile(path)
    except (BadZipFile, OSError, struct.error, ValueError, NotImplementedError):
        raise broken from None


def readable(info: ZipInfo) -> bool:
    """Stored and deflated members only: bzip2 and LZMA may ask for gigabytes of dictionary before the first byte."""
    return info.compress_type in (ZIP_STORED, ZIP_DEFLATED) and not locked(info)


def locked(info: ZipInfo) -> bool:
    """Encrypted with a password."""
    return bool(info.flag_bits & 0x1)


def _directory_bytes(path: Path) -> int:
    """The size of the list of contents, from the end record and, where there is one, its 64-bit brother."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = max(0, size - 65_557 - 20)
        file.seek(start)
        tail = file.read()
        at = tail.rfind(_END)
        if at < 0:
            raise BadZipFile
        claimed: int = struct.unpack_from("<L", tail, at + 12)[0]
        if at < 20 or tail[at - 20 : at - 16] != LOCATOR64:
            return claimed
        # Readers disagree on where the 64-bit record is: right before its locator, or where the locator says.
        places = (start + at - 76, struct.unpack_from("<Q", tail, at - 12)[0])
        return max(_claimed64(file, place) for place in places) or claimed


def _claimed64(file: IO[bytes], place: int) -> int:
    if place < 0:
        return 0
    file.seek(place)
    record = file.read(56)
    return int(struct.unpack_from("<Q", record, 40)[0]) if record[:4] == END64 else 0
