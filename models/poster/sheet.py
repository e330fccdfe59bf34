"""Sheet: everything one poster shows, as plain values. No records, no files and no drawing live here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """`payload` is the text of the QR code, `HTTPS://HOST/Q/CODE`. `shop_name` carries its suffix already. `price` and
    `was` are bare figures ("128", "39.9"); `is_least`: others cost more, so it is said as a "from" price. `picture` is
    the stored square as JPEG bytes. Without a `title` the sheet speaks of the shop alone,
    or of a post (`is_post`), whose words are the `reason`."""

    payload: str
    shop_number: str
    shop_name: str
    keeper_name: str
    reason: str = ""
    title: str | None = None
    price: str | None = None
    was: str | None = None
    picture: bytes | None = None
    introduction: str = ""
    is_least: bool = False
    is_post: bool = False
