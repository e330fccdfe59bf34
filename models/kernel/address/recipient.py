"""Who receives something, and where: on an order, in a request to change an address, remembered on a device, pasted."""

from dataclasses import dataclass, field
from typing import Protocol

from models.kernel import text
from models.kernel.reading.phones import reachable


@dataclass(frozen=True, slots=True)
class Recipient:
    """`region_code` is the district's six digits (GB/T 2260), or those of a city that has none; empty where the region
    was only written: then the least freight is due. `note` is a word to who packs it. Two are equal where person and
    place are."""

    name: str = ""
    phone: str = ""
    region: str = ""
    street: str = ""
    region_code: str = ""
    note: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.name}，{self.phone}，{self.region} {self.street}"

    @property
    def province(self) -> str | None:
        """The first two digits of its code, which freight goes by."""
        return self.region_code[:2] or None

    @property
    def unplaced(self) -> "Recipient":
        """The person alone, of whom nobody needs to know where they live."""
        return Recipient(self.name, self.phone, note=self.note)

    @property
    def plain(self) -> "Recipient":
        """As it will be kept, each part on one line. A phone that is none becomes empty."""
        return Recipient(
            text.one_line(self.name),
            reachable(self.phone, self.region_code),
            text.one_line(self.region),
            text.one_line(self.street),
            self.region_code,
            text.one_line(self.note),
        )


class Addressed(Protocol):
    """A record with the parts of an address in columns of its own."""

    name: str
    phone: str
    region: str
    street: str
    region_code: str


def written_on(record: Addressed) -> Recipient:
    """Where a record says to send it."""
    return Recipient(record.name, record.phone, record.region, record.street, record.region_code)
