"""The zip of pictures that comes along with a goods file: looks one up by name, reads one at a time."""

import stat
import unicodedata
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import BadZipFile, ZipFile, ZipInfo

from models.catalogue.imports.sheets.archive import locked, open_archive, readable
from models.kernel.errors import N_, Refused

_FIELD = "pictures"
ARCHIVE_BYTES = 1024 * 1024 * 1024
PICTURE_BYTES = 20 * 1024 * 1024
SUFFIXES = (".jpg", ".tbi", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".heic", ".heif")
UTF8_NAME = 0x800


class PictureZip:
    """Pictures by file name. Names are compared without case and folders, unless the name asked for has a folder.
    Use as a context manager."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._by_path: dict[str, ZipInfo] = {}
        self._by_name: dict[str, list[ZipInfo]] = {}
        for info in archive.infolist():
            path = _key(_name(info))
            if _is_picture(info, path):
                self._by_path.setdefault(path, info)
                self._by_name.setdefault(path.rsplit("/", 1)[-1], []).append(info)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._archive.close()

    def __len__(self) -> int:
        return len(self._by_path)

    def __contains__(self, name: str) -> bool:
        key = _key(name)
        return key in self._by_path or key.rsplit("/", 1)[-1] in self._by_name

    def read(self, name: str) -> bytes:
        """The bytes of one picture. Raises Refused("pictures") when it is missing, ambiguous, too large or damaged."""
        info = self._find(name)
        if info.file_size > PICTURE_BYTES:
            raise Refused(
                _FIELD, N_("图片 %(name)s 超过 %(most)d MB"), name=name[:80], most=PICTURE_BYTES // 1024 // 1024
            )
        try:
            with self._archive.open(info) as file:
                return file.read(PICTURE_BYTES + 1)
        except (BadZipFile, OSError, EOFError, zlib.error, NotImplementedError, RuntimeError, ValueError):
            raise Refused(_FIELD, N_("压缩包里的图片 %(name)s 坏了，请重新打包"), name=name[:80]) from None

    def _find(self, name: str) -> ZipInfo:
        key = _key(name)
        if key in self._by_path:
            return self._by_path[key]
        found = self._by_name.get(key.rsplit("/", 1)[-1], [])
        if not found:
            raise Refused(_FIELD, N_("压缩包里没有图片 %(name)s"), name=name[:80])
        if len(found) > 1:
            raise Refused(_FIELD, N_("压缩包里有几张都叫 %(name)s 的图片，请连文件夹一起写"), name=name[:80])
        return found[0]


def open_zip(path: Path) -> PictureZip:
    """Raises Refused("pictures") for what is no zip, is locked with a password, or is far too large."""
    if path.stat().st_size > ARCHIVE_BYTES:
        raise Refused(_FIELD, N_("压缩包超过 %(most)d MB，请分成几个再传"), most=ARCHIVE_BYTES // 1024 // 1024)
    archive = open_archive(path, _FIELD)
    if any(locked(info) for info in archive.infolist()):
        archive.close()
        raise Refused(_FIELD, N_("压缩包加了密码，请去掉密码重新打包"))
    return PictureZip(archive)


def _is_picture(info: ZipInfo, path: str) -> bool:
    """A plain file with a picture's ending; not a link, not the shadow files that macOS adds."""
    shadow = path.startswith("__macosx/") or path.rsplit("/", 1)[-1].startswith("._")
    link = stat.S_ISLNK(info.external_attr >> 16)
    return path.endswith(SUFFIXES) and not (info.is_dir() or shadow or link) and readable(info)


def _name(info: ZipInfo) -> str:
    """The name as it was meant: Chinese Windows writes GBK where the format's old default is code page 437."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).replace("\\", "/").lstrip("./").casefold()
