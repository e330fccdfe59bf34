"""What two people wrote in one form, put together."""

from hypothesis import given
from hypothesis import strategies as st

from models.kernel.merging import merged

NAMES = st.sampled_from("abcdef")
TEXTS = st.dictionaries(NAMES, st.integers(0, 2))


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_is_lost_and_nothing_is_put_back(
    shown: dict[str, int], sent: dict[str, int], today: dict[str, int]
) -> None:
    outcome = merged(shown, sent, today)
    for name in shown.keys() & sent.keys() & today.keys():
        mine, theirs = sent[name] != shown[name], today[name] != shown[name]
        assert outcome.values[name] == (sent[name] if mine else today[name])
        assert (name in outcome.clashes) == (mine and theirs and sent[name] != today[name])
        assert (name in outcome.kept) == (theirs and not mine)
    for name in today.keys() - shown.keys() - sent.keys():
        assert outcome.values[name] == today[name]
    assert set(outcome.values) <= sent.keys() | today.keys()


@given(TEXTS, TEXTS, TEXTS)
def test_a_second_save_over_what_was_seen_decides(
    shown: dict[str, int], sent: dict[str, int], today: dict[str, int]
) -> None:
    again = merged(today, sent, today)
    assert not again.clashes and not again.kept
    assert {name: again.values[name] for name in sent} == sent


@given(TEXTS, TEXTS)
def test_who_is_alone_writes_what_was_typed(shown: dict[str, int], sent: dict[str, int]) -> None:
    outcome = merged(shown, sent, shown)
    assert not outcome.clashes and not outcome.kept and dict(outcome.values) == sent


@given(TEXTS, TEXTS)
def test_a_form_that_tells_no_version_is_taken_as_sent(sent: dict[str, int], today: dict[str, int]) -> None:
    outcome = merged({}, sent, today)
    assert not outcome.clashes
    assert {name: outcome.values[name] for name in sent} == sent
