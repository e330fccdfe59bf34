"""The media store, in a local folder."""

from pathlib import Path

import pytest

from models.kernel.errors import Gone
from models.kernel.media import MediaStore, square_key
from tests.given.processes import in_threads


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/media")


def test_what_is_put_is_got(media: MediaStore) -> None:
    media.put("pictures/ab/one.jpg", b"\x00\xff")
    assert media.get("pictures/ab/one.jpg") == b"\x00\xff"
    assert media.has("pictures/ab/one.jpg")
    assert list(media.every_key()) == ["pictures/ab/one.jpg"]


def test_what_is_not_there_is_gone(media: MediaStore) -> None:
    assert not media.has("nothing")
    with pytest.raises(Gone):
        media.get("nothing")
    media.delete("nothing")


def test_deleting(media: MediaStore) -> None:
    media.put("one", b"1")
    media.delete("one")
    assert not media.has("one")


def test_a_reader_sees_all_of_the_bytes_or_none(media: MediaStore) -> None:
    bodies = {bytes([n]) * 300_000 for n in range(8)}
    media.put("same", next(iter(bodies)))

    def read_often(_: int) -> set[bytes]:
        return {media.get("same") for _ in range(40)}

    def write(body: bytes) -> set[bytes]:
        media.put("same", body)
        return {body}

    calls = [(lambda n=n: read_often(n),) for n in range(3)] + [(lambda b=b: write(b),) for b in bodies]
    seen = in_threads(lambda call: call(), calls)
    assert set().union(*seen) <= bodies


def test_no_key_leads_out_of_the_folder(media: MediaStore, tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("secret")
    for key in ("../secret-key", "/../secret-key", f"{tmp_path}/secret-key"):
        with pytest.raises(Exception) as stopped:
            media.get(key)
        assert "secret" not in str(stopped.value).replace("secret-key", "")


def test_squares_lie_beside_each_other() -> None:
    assert square_key("ab12", 540) == "pictures/ab/ab12-540.jpg"


def test_a_folder_that_was_taken_away_is_not_made_anew(tmp_path: Path) -> None:
    media = MediaStore(f"file://{tmp_path}/media")
    media.put("a/b", b"bytes")
    (tmp_path / "media").rename(tmp_path / "aside")
    with pytest.raises(OSError, match="gone"):
        media.put("a/b", b"bytes")
    assert not (tmp_path / "media").exists()
