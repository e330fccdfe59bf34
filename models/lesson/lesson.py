"""The records of lessons: what operators did to a built-in lesson, and the lessons they added. A built-in lesson that
nobody touched has no row. Their words and where they help: built_in.py, places.py."""

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from models.kernel.record import Record, belongs_to, long_text, moment, row_id

LESSON_TITLE_LIMIT = 60
SUMMARY_LIMIT = 120
BODY_LIMIT = 3000


class Lesson(Record, table=True):
    """`topic` "", `tags` null and `featured` null mean: as built in. `revision` counts every change, so that readers'
    caches notice."""

    id: int = row_id()
    slug: str = Field(unique=True, max_length=40)
    topic: str = Field(default="", max_length=20)
    tags: list[str] | None = Field(default=None, sa_type=JSON, nullable=True)
    featured: bool | None = Field(default=None, nullable=True)
    hidden_at: datetime | None = moment(default=None, nullable=True)
    revision: int = 0


class LessonEdit(Record, table=True):
    """One edition of a lesson in one language. Rows are only added: the newest counts, the others are its history.
    `restored` brings the built-in words back; such a row has no words of its own."""

    __table_args__ = (UniqueConstraint("lesson_id", "language", "edition"),)

    id: int = row_id()
    lesson_id: int = belongs_to("lesson.id", index=False)
    language: str = Field(max_length=5)
    edition: int
    title: str = Field(default="", max_length=LESSON_TITLE_LIMIT)
    summary: str = Field(default="", max_length=SUMMARY_LIMIT)
    body: str = long_text(default="")
    restored: bool = False
    written_by: int = belongs_to("member.id")
    written_at: datetime = moment()
