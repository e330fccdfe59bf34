"""A supplier who loads goods files."""

from pathlib import Path

import pytest

from models.kernel.database import Database
from models.kernel.media import MediaStore
from tests.given.factories import make_category, make_supplier
from tests.given.goods_files import Loads


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    """An empty store."""
    return MediaStore(f"file://{tmp_path}/media")


@pytest.fixture
def loads(database: Database, media: MediaStore, tmp_path: Path) -> Loads:
    """Loads files for a supplier; the network has the category "tea"."""
    with database.transaction() as session:
        make_category(session, floor_bp=1200)
        supplier_id = make_supplier(session, name="茶厂").id
    return Loads(database, media, tmp_path, supplier_id)
