"""The fuzzer finds nothing, and would find something: `make fuzz` sends a hundred thousand, here go three thousand."""

from contextlib import ExitStack
from random import Random

import pytest
from flask import Flask, Response, abort, request

from tests.attacks.fuzzer.known import Known
from tests.attacks.fuzzer.network import by_chance
from tests.attacks.fuzzer.pages import Page
from tests.attacks.fuzzer.run import Gun, Report, fuzz
from tests.attacks.fuzzer.shot import TOKEN, Shot
from tests.attacks.fuzzer.wrong import MARK, VALUES, spoil
from tests.given.kinds import ON_SQLITE
from tests.given.people import Person
from views.kit.house import House


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_fifteen_hundred_wrong_requests_are_answered_in_time(kind: str) -> None:
    report = fuzz(kind, "house", 1_500)
    assert [(fault.what, fault.detail, fault.shot.line()) for fault in report.faults] == []
    assert len(report.views - {""}) > 0.95 * report.all_views


@ON_SQLITE
def test_a_view_that_breaks_or_says_back_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> Response:
        match request.args["how"]:
            case "says":
                return Response(f"<p>{MARK}>", mimetype="text/html")
            case "leads":
                return Response(status=303, headers={"Location": "//evil.example"})
            case "late":
                sum(range(60_000_000))
            case "fails":
                return Response(status=500)
        raise ValueError

    monkeypatch.setattr("tests.attacks.fuzzer.run.MOST", 0.05)
    app.add_url_rule("/breaks", "breaks", breaks)
    found = []
    for how in ("says", "leads", "late", "fails"):
        gun = _gun(app)
        gun.fire(Shot("stranger", "GET", f"/breaks?how={how}"))
        found += [fault.what.partition(":")[0] for fault in gun.report.faults]
    assert found == ["markup of the sender's own", "leads to a strange site", "ValueError", "status 500"]


def _gun(app: Flask) -> Gun:
    gun = Gun.__new__(Gun)
    gun.app, gun.report, gun.rng, gun.known = app, Report(), Random("x"), Known(app)
    gun.people, gun.news = {"stranger": Person(app)}, []
    return gun


@ON_SQLITE
def test_a_new_route_is_aimed_at_by_itself(app: Flask) -> None:
    app.add_url_rule("/quite/<new>", "quite.new", lambda new: abort(404))
    known = Known(app)
    rule = next(rule for rule in known.rules if rule.endpoint == "quite.new")
    assert known.address(rule, Random("x"), VALUES).startswith("/quite/")
    known.read("stranger", "/", '<a href="/quite/one">')
    assert "one" in known.values["new"]


def test_a_page_is_read_with_its_forms() -> None:
    page = Page(
        "/a/b",
        """<a href="c?d=1">x</a><a href="https://elsewhere.example/">x</a>
        <form method="post" action="/e" id="f"><input name="g" value="1"><textarea name="h">i</textarea>
        <select name="j"><option value="k"><option value="l" selected></select><input type="file" name="m"></form>
        <button form="f" name="n" value="o">p</button>""",
    )
    assert page.links == {"/a/c?d=1"}
    (form,) = page.forms
    assert (form.method, form.path, form.files) == ("POST", "/e", ["m"])
    assert form.fields == [["g", "1"], ["h", "i"], ["j", "l"], ["n", "o"]]


def test_a_line_sends_the_same_request_again() -> None:
    for number in range(300):
        shot = Shot("keeper", "POST", "/x", [["a", "1"], ["csrf_token", TOKEN]])
        spoil(shot, Random(number))
        assert Shot.of(shot.line()) == shot
        body, kind = shot._body("t")
        assert isinstance(body, bytes)
        assert isinstance(kind, str)


@ON_SQLITE
def test_a_seed_draws_the_same_codes_again(house: House) -> None:
    from models.kernel.codes import new_token

    drawn = []
    for _ in range(2):
        with ExitStack() as stack:
            stack.enter_context(by_chance("one"))
            drawn.append(new_token())
    assert drawn[0] == drawn[1] != new_token()
