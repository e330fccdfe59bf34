"""What waits for a decision, in one queue. It opens to every role that decides some kind of it; who lacks a kind's role
neither sees nor decides that kind (looking.py)."""

from models.stories.waiting import waiting_kinds

OPENED_BY = tuple(sorted({kind.role for kind in waiting_kinds().values()}))
