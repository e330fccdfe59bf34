"""Conversations count what was said in them, and the pictures of their messages are there."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, or_, select

from models.kernel.fault import Fault
from models.kernel.media import MediaStore
from models.kernel.record import table_of
from models.kernel.snapshot import CHUNK, stream
from models.talk.conversation import Conversation, Message, MessagePicture
from models.talk.pictures import media_key

_talk, _message, _picture = table_of(Conversation), table_of(Message), table_of(MessagePicture)


def message_numbers(connection: Connection) -> Iterator[Fault]:
    """Messages are numbered from one on without a gap; the conversation knows the last number."""
    said = select(
        _message.c.conversation_id, func.count().label("said"), func.max(_message.c.number).label("last")
    ).group_by(_message.c.conversation_id)
    counted = said.subquery()
    query = select(_talk.c.code, _talk.c.last_number, func.coalesce(counted.c.said, 0).label("said")).select_from(
        _talk.outerjoin(counted, counted.c.conversation_id == _talk.c.id)
    )
    wrong = or_(_talk.c.last_number != func.coalesce(counted.c.said, 0), counted.c.last != counted.c.said)
    for row in stream(connection, query.where(wrong)):
        words = f"{row.said} messages, and the last number is {row.last_number}"
        yield Fault("talk.numbers", f"conversation {row.code}", words)


def message_pictures(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Every picture of a message has its file."""
    for (key,) in connection.execute(select(_picture.c.key), execution_options={"yield_per": CHUNK}):
        if not media.has(media_key(key)):
            # The key opens the picture to nobody by itself; still, a log need not hold it whole.
            yield Fault("talk.picture", f"picture {key[:6]}…", "no file")
