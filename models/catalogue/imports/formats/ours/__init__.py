"""Our own layout: the sample filled in, as CSV or as a workbook."""

from models.catalogue.imports.formats import GoodsFormat
from models.catalogue.imports.formats.ours.columns import ATTRIBUTE_HEADING, COLUMNS, HELP
from models.catalogue.imports.formats.ours.reading import read
from models.catalogue.imports.formats.ours.sample import SAMPLE
from models.kernel.errors import N_

FORMAT = GoodsFormat(
    name="ours",
    place=1,
    words=N_("样表"),
    columns=COLUMNS,
    read=read,
    attribute=ATTRIBUTE_HEADING,
    several=frozenset({"pictures"}),
    by_hand=True,
    sample=SAMPLE,
    help=HELP,
)
