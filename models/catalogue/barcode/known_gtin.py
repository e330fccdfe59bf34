"""What an operator's table knows of numbers on packages. Loaded whole (loading.py), never edited row by row."""

from sqlmodel import Field

from models.kernel.record import Record, json_map


class KnownGtin(Record, table=True):
    """`gtin` has all fourteen digits, zeros before it. `category` is a slug, or "" where the table names none that we
    have."""

    gtin: str = Field(primary_key=True, max_length=14)
    title: str = Field(max_length=120)
    brand: str = Field(default="", max_length=40)
    category: str = Field(default="", max_length=40)
    attributes: dict[str, str] = json_map()
