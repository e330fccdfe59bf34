"""The zip of pictures: found by name, read one at a time, harmless."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from models.catalogue.imports.sheets import open_zip
from models.kernel.errors import Refused


def packed(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def refusal(call: Callable[..., object], *args: object) -> str:
    with pytest.raises(Refused) as refused:
        call(*args)
    assert refused.value.field == "pictures"
    return str(refused.value)


def test_pictures_are_found_by_name_in_any_case_and_folder(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"图片/杯子.JPG": b"cup", "tea.png": b"tea", "读我.txt": b"no", "图片/": b""})
    with open_zip(path) as pictures:
        assert len(pictures) == 2
        assert pictures.read("杯子.jpg") == pictures.read("图片/杯子.jpg") == pictures.read(r"图片\杯子.jpg") == b"cup"
        assert pictures.read("TEA.PNG") == b"tea"
        assert "tea.png" in pictures and "读我.txt" not in pictures
        assert "没有图片" in refusal(pictures.read, "读我.txt")


def test_two_of_the_same_name_need_their_folder(tmp_path: Path) -> None:
    with open_zip(packed(tmp_path / "p.zip", {"a/1.jpg": b"a", "b/1.jpg": b"b"})) as pictures:
        assert "文件夹" in refusal(pictures.read, "1.jpg")
        assert (pictures.read("a/1.jpg"), pictures.read("b/1.jpg")) == (b"a", b"b")


def test_names_written_by_chinese_windows_are_understood(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"xxxx.jpg": b"cup"})
    path.write_bytes(path.read_bytes().replace(b"xxxx.jpg", "杯子".encode("gbk") + b".jpg"))
    with open_zip(path) as pictures:
        assert pictures.read("杯子.jpg") == b"cup"


def test_decomposed_names_of_macos_are_the_same_names(tmp_path: Path) -> None:
    with open_zip(packed(tmp_path / "p.zip", {"cafe\u0301.jpg": b"x", "__MACOSX/._cafe.jpg": b"shadow"})) as pictures:
        assert (pictures.read("caf\u00e9.jpg"), len(pictures)) == (b"x", 1)


def test_names_that_climb_are_only_names(tmp_path: Path) -> None:
    with open_zip(packed(tmp_path / "p.zip", {"../../etc/a.jpg": b"x", "/abs/b.jpg": b"y"})) as pictures:
        assert (pictures.read("a.jpg"), pictures.read("../../b.jpg")) == (b"x", b"y")
    assert sorted(child.name for child in tmp_path.iterdir()) == ["p.zip"]


def test_links_and_rare_compressions_are_passed_over(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"rare.jpg": b"x"}, zipfile.ZIP_LZMA)
    link = zipfile.ZipInfo("link.jpg")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with open_zip(path) as pictures:
        assert len(pictures) == 0


def test_too_large_a_picture_is_refused_and_the_others_are_not(tmp_path: Path) -> None:
    with open_zip(packed(tmp_path / "p.zip", {"bomb.jpg": bytes(21 * 1024 * 1024), "a.jpg": b"a"})) as pictures:
        assert "20 MB" in refusal(pictures.read, "bomb.jpg")
        assert pictures.read("a.jpg") == b"a"


def test_a_size_that_lies_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"bomb.jpg": bytes(30 * 1024 * 1024)})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 30 * 1024 * 1024), struct.pack("<L", 1000)))
    with open_zip(path) as pictures:
        assert "坏了" in refusal(pictures.read, "bomb.jpg")


def test_damage_locks_and_junk_are_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"a.jpg": b"picture" * 40}, zipfile.ZIP_STORED)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"picturepicture", b"picturePICTURE", 1))
    with open_zip(path) as pictures:
        assert "坏了" in refusal(pictures.read, "a.jpg")
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(locked)
    assert "密码" in refusal(open_zip, path)
    for junk in (b"", b"junk" * 99, whole[:-30], whole[: len(whole) // 2]):
        path.write_bytes(junk)
        assert "打不开" in refusal(open_zip, path)


def test_a_list_of_contents_without_end_is_not_read(tmp_path: Path) -> None:
    path = packed(tmp_path / "p.zip", {"a.jpg": b"x"})
    whole = bytearray(path.read_bytes())
    struct.pack_into("<L", whole, whole.rfind(b"PK\x05\x06") + 12, 7 * 1024 * 1024)
    path.write_bytes(whole)
    assert "太多" in refusal(open_zip, path)
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 2**40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    path.write_bytes(record + locator + b"PK\x05\x06" + bytes(18))
    assert "太多" in refusal(open_zip, path)
