"""The mark of a row (models/account/audit/marks.py), as PostgreSQL finds it: the same text, hashed where it lies."""

from sqlalchemy import text

_MOMENT = "to_char({}, 'YYYY-MM-DD HH24:MI:SS.US')"
_TEXTS = ("acting", "what", "subject", "thing", "why", "altered")
_LINES = (
    "coalesce(before, :beginning)",
    "position",
    _MOMENT.format("chained_at"),
    "id",
    "coalesce(CAST(who AS text), 'None')",
    "coalesce(CAST(about AS text), 'None')",
    _MOMENT.format("at"),
    f"concat_ws(' ', {', '.join(f'length({name})' for name in _TEXTS[:-1])})",
    f"concat({', '.join(_TEXTS)})",
)
# The first place past `after`, up to `last`, whose row is missing or not what was chained there, or before which a
# place is missing. The place `after` itself is looked at as what stands before the first.
BENT = text(
    "SELECT min(position) FROM (SELECT m.position, m.mark, m.chained_at, lag(m.mark) OVER places AS before, "  # noqa: S608  Columns of ours.
    "lag(m.position) OVER places AS place_before, a.* FROM chain_mark m LEFT JOIN audit a ON a.id = m.audit_id "
    "WHERE m.position BETWEEN :after AND :last WINDOW places AS (ORDER BY m.position)) AS chained "
    "WHERE position > :after AND (id IS NULL OR coalesce(place_before, 0) <> position - 1 OR mark IS DISTINCT FROM "
    f"encode(sha256(convert_to(concat_ws(chr(10), {', '.join(_LINES)}), 'UTF8')), 'hex'))"
)
