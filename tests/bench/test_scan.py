"""A sample of what bench/scan.py does in full: worn copies of every style are still read."""

import pytest

from bench.readers import readers, zxing
from bench.scan import BARE, SIZES, Subject, bare_too, control, failures, light_of, sheet, subjects
from bench.wear import WALLS, copies, harder
from models.poster.styles import styles

HOST = "xiaopu.shop"
EVERY = subjects(tuple(SIZES), ("plain",))


def test_there_are_125_ways_to_wear_and_each_has_a_name_of_its_own() -> None:
    assert len(copies()) == 125
    assert len({copy.name for copy in copies()}) == 125


def test_what_is_harder_is_not_among_them_and_walls_are_of_any_light() -> None:
    assert not {copy.name for copy in harder()} & {copy.name for copy in copies()}
    for kind in ("tilted", "aside", "far"):
        assert {wall for wall in WALLS for copy in copies() if copy.kind == kind and wall in copy.name} == set(WALLS)


@pytest.mark.parametrize("bare", BARE)
def test_a_bare_code_is_read_from_a_sample_of_what_posters_go_through(bare: str) -> None:
    payload = sheet(EVERY[0], HOST).payload
    light = control(*BARE[bare], HOST)
    assert failures(light, payload, copies()[5::13], {"zxing-cpp": zxing}) == {"zxing-cpp": []}


def test_how_bare_codes_fared_is_said() -> None:
    corner = [name for name, (where, _) in BARE.items() if where == "corner"]
    assert bare_too(list(BARE)) == "no bare code was read"
    assert bare_too(corner) == "no bare code in the corner was read"
    assert bare_too(corner[1:]) == bare_too([]) == "bare codes were read"


def test_every_style_is_put_to_the_proof_in_every_size() -> None:
    assert {(one.style, one.size) for one in EVERY} == {(style, size) for style in styles() for size in SIZES}


@pytest.mark.parametrize("subject", EVERY, ids=lambda subject: subject.name)
def test_a_sample_of_worn_copies_is_read(subject: Subject) -> None:
    payload = sheet(subject, HOST).payload
    assert len(payload) == 30
    assert failures(light_of(subject, HOST), payload, copies()[3::11], {"zxing-cpp": zxing}) == {"zxing-cpp": []}


def test_what_cannot_be_read_is_named() -> None:
    subject = Subject("plate", "moments", "none")
    worn = copies()[:2]
    found = failures(light_of(subject, HOST), "HTTPS://ELSEWHERE.EXAMPLE", worn, {"zxing-cpp": zxing})
    assert found == {"zxing-cpp": [copy.name for copy in worn]}


def test_a_copy_wears_the_same_way_every_time() -> None:
    light = light_of(Subject("plate", "moments", "none"), HOST)
    for copy in copies()[5::24]:
        assert copy.of(light).tobytes() == copy.of(light).tobytes()


def test_readers_that_are_not_here_are_named_with_the_reason() -> None:
    there, absent = readers()
    assert "zxing-cpp" in there
    assert set(there) | set(absent) == {"zxing-cpp", "opencv", "wechat"}
    assert all(absent.values())
