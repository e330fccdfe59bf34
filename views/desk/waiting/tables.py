"""Deciding from the tables beside the queue: the same verbs, so that who has a thing in hand is minded there too."""

from collections.abc import Iterable

from models.stories.waiting import Given, waiting_kinds
from models.stories.waiting.deciding import Press, decide_in_table, require_hand_free
from views.kit import store
from views.kit.acting import as_operator
from views.kit.house import house


def decide_here(kind: str, code: str, verb: str, given: Given) -> None:
    """Decides one thing of a table. Raises Refused."""
    its = waiting_kinds()[kind]
    pressed = its.verb(verb)
    assert pressed, "a table names the kind's own verbs"
    decide_in_table(store.session(), its, code, Press(pressed, given, as_operator(), house().rules))


def mind_hands(kind: str, codes: Iterable[str]) -> None:
    """Raises Refused where somebody else looks at one of these."""
    require_hand_free(store.session(), waiting_kinds()[kind], codes, as_operator())
