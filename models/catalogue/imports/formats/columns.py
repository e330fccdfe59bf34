"""Any table whose headings say what its columns are, in everyday words: read like our own layout. Its categories are
its own, so those that are none of ours keep nothing out."""

from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.formats.ours.columns import ATTRIBUTE_HEADING, COLUMNS
from models.catalogue.imports.formats.ours.reading import read
from models.kernel.errors import N_

FORMAT = GoodsFormat(
    name="columns",
    place=2,
    words=N_("按列名认的表格"),
    columns=COLUMNS | {"currency": ("币种", "currency")},
    read=read,
    attribute=ATTRIBUTE_HEADING,
    several=frozenset({"pictures"}),
    loose=True,
)
