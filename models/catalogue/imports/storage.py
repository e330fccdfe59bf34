"""Uploaded goods files in the media store: large ones, so they are copied in pieces where the store is a folder."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.kernel.codes import new_code
from models.kernel.media import MediaStore


def store_upload(media: MediaStore, path: Path) -> str:
    """Stores a file under a key of its own, which is returned. A reader sees all of it or nothing."""
    key = f"imports/{new_code(20)}"
    if media.folder is None:
        media.put(key, path.read_bytes())
        return key
    target = media.folder / key
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(".part")
    shutil.copyfile(path, draft)
    draft.replace(target)
    return key


@contextmanager
def on_disk(media: MediaStore, key: str) -> Iterator[Path]:
    """The stored file as a path, to be read only. Raises Gone where there is none."""
    if media.folder is not None and (media.folder / key).is_file():
        yield media.folder / key
        return
    with tempfile.NamedTemporaryFile(prefix="goods-") as copy:
        copy.write(media.get(key))
        copy.flush()
        yield Path(copy.name)
