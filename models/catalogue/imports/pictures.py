"""The pictures that come along with a goods file in a zip: decoded and stored before the goods are written."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlmodel import col, select

from models.catalogue.goods.goods import Goods, Picture
from models.catalogue.goods.pictures import store_picture
from models.catalogue.imports.checks import Checked
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.sheets import PictureZip, open_zip
from models.catalogue.imports.storage import on_disk
from models.kernel.database import Database
from models.kernel.errors import N_, Gone, Refused
from models.kernel.media import MediaStore, digest_in_address, square_key
from models.kernel.pictures import SIDES
from models.kernel.said import Said

NO_ZIP = Said(N_("文件里写了图片名，但没有一起上传图片压缩包"))


class Pictures:
    """Answers, for the names in a file, with digests of stored pictures (`digests`) or with why there is none
    (`whys`). Addresses on the web are in neither: they are fetched later."""

    def __init__(
        self, database: Database, media: MediaStore, run: ImportRun, archive: PictureZip | None, own_host: str
    ) -> None:
        self._database, self._media, self._archive = database, media, archive
        self._supplier_id, self._own_host = run.supplier_id, own_host
        self.digests: dict[str, str] = {}
        self.whys: dict[str, str] = {}

    def prepare(self, batch: Sequence[Checked], sign: Callable[[], None]) -> None:
        """Stores what a batch of goods will need, and gives a sign after each. Pictures that are attached already are
        not decoded again."""
        existing = self._attached(batch)
        for item in batch:
            for name in item.entry.pictures:
                if (item.entry.handle, name) in existing or name in self.digests:
                    continue
                if digest := digest_in_address(self._own_host, name):
                    self._recognise(name, digest)
                elif not is_address(name):
                    self._store(name)
                    sign()

    def _recognise(self, name: str, digest: str) -> None:
        """A picture of our own, as an export of goods names it, is taken as it stands, where it still does."""
        with suppress(Gone):
            self._media.get(square_key(digest, SIDES[0]))
            self.digests[name] = digest

    def _store(self, name: str) -> None:
        if name in self.digests or name in self.whys:
            return
        if self._archive is None:
            self.whys[name] = NO_ZIP
            return
        try:
            self.digests[name] = store_picture(self._media, self._archive.read(name))
        except Refused as no:
            self.whys[name] = no.said

    def _attached(self, batch: Sequence[Checked]) -> set[tuple[str, str]]:
        handles = [item.entry.handle for item in batch]
        mine = (Goods.supplier_id == self._supplier_id, col(Goods.handle).in_(handles), Picture.source != "")
        with self._database.reading() as session:
            query = select(Goods.handle, Picture.source).join(Picture).where(*mine)
            return {(handle, source) for handle, source in session.exec(query)}


def is_address(name: str) -> bool:
    """Whether a file's picture is on the web, not in the zip."""
    return name.startswith(("http://", "https://"))


@contextmanager
def opened_zip(media: MediaStore, key: str) -> Iterator[PictureZip | None]:
    """The zip that was uploaded with a file, if there was one."""
    if not key:
        yield None
        return
    with on_disk(media, key) as path, open_zip(path) as archive:
        yield archive
