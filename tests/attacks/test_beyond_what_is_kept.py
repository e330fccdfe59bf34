"""Addresses at the desk with numbers, days and names that no row could hold: nothing is there, and nothing breaks."""

from tests.given.people import Person

LONG, BIG = "A" * 60, "9" * 30


def test_what_no_row_could_hold_is_not_there(operator: Person) -> None:
    operator.get("/account")
    for asked in (f"after={BIG}-1", f"after=1-{BIG}", "from=0001-01-01", "to=9999-12-31"):
        assert operator.get(f"/desk/audit?{asked}").status_code == 200, asked
    for url in (
        f"/desk/waiting/goods/{LONG}/hand",
        f"/desk/waiting/goods/{LONG}/verdict",
        f"/desk/settings/history/{BIG}/reset_link_hours/undoing",
    ):
        sent = {"do": "approve", "seen": "1", "why": "试试"}
        assert operator.post(url, sent).status_code == 404, url
