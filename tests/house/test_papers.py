"""What papers say is there: files, modules, links, floors, sections that code cites, settings, the worked example."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from models.poster.draw import encoded
from models.poster.proof import prove
from models.poster.qr import make
from models.poster.sizes import MOMENTS, PHONE
from tests.given.poster_samples import GOODS

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = {"var", "out", "node_modules"}
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FILE = re.compile(r"[\w./-]+\.(?:py|html|md|toml|css|js|txt|mako|po|cfg|ini|csv|lock)")
# A section cited after a paper's name: "docs/product.md, After the sale)".
CITED = re.compile(r"docs/(\w+)\.md, ([A-Z][^).,;:\"\n]*)")
SETTING = re.compile(r"⚙ ((?:`[A-Z_]+`(?:, )?)+)")
# What papers name without it being in the repository: the worked example's file, and other people's modules.
FOREIGN = {"note.py"}


@cache
def files() -> frozenset[str]:
    """Every file of the repository, from its root; without what a run leaves behind."""
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return frozenset(
        path.as_posix() for path in found if not OUTSIDE & {path.parts[0]} and not _is_hidden(path.parts[0])
    )


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name not in (".ci", ".gitignore")


@cache
def folders() -> frozenset[str]:
    """Every folder that holds one of them."""
    return frozenset(parent.as_posix() for name in files() for parent in Path(name).parents if parent.as_posix() != ".")


ROOMS = sorted({name.split("/")[0] for name in files() if "/" in name})


def _words(paper: Path) -> Iterator[str]:
    """The words of a paper that stand as code, one by one."""
    text = paper.read_text()
    for _, block in FENCE.findall(text):
        yield from block.split()
    for quoted in QUOTED.findall(FENCE.sub("", text)):
        yield from quoted.split()


def _is_there(word: str) -> bool:
    """Whether a word that looks like a file, a folder or a module of ours is one; other words are let through."""
    plain = word.strip("()[],;:\"'").removesuffix(".")
    if any(mark in plain for mark in "<>*…{}$=@%") or plain in FOREIGN or plain.startswith(("/", "http", "-")):
        return True
    top = plain.split("/")[0]
    if "/" in plain and top in ROOMS:
        name = plain.split("::")[0].rstrip("/")
        return name in files() or name in folders()
    if FILE.fullmatch(plain):
        return plain in files() or any(name.endswith(f"/{plain}") for name in files())
    if re.fullmatch(r"(models|views|tests|demo)(\.\w+)+", plain):
        name = plain.replace(".", "/")
        return name in folders() or f"{name}.py" in files() or f"{name.rpartition('/')[0]}.py" in files()
    return True


def _slug(heading: str) -> str:
    """A heading's address on GitHub."""
    plain = re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower())
    return plain.replace(" ", "-")


def _headings(paper: Path) -> list[str]:
    return HEADING.findall(FENCE.sub("", paper.read_text()))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_what_a_paper_names_is_there(paper: Path) -> None:
    assert [word for word in _words(paper) if not _is_there(word)] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_a_link_leads_somewhere(paper: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", paper.read_text())):
        address, _, section = link.partition("#")
        if "://" in address or address.startswith("mailto:"):
            continue
        target = (paper.parent / address).resolve() if address else paper
        stands = target.exists() and target.is_relative_to(ROOT)
        if not stands or (section and section not in {_slug(heading) for heading in _headings(target)}):
            broken.append(link)
    assert broken == []


def test_a_section_that_code_cites_stands_in_its_paper() -> None:
    cited, broken = 0, []
    for name in files():
        if not name.endswith((".py", ".html", ".css", ".js")) or name == Path(__file__).relative_to(ROOT).as_posix():
            continue
        for paper, section in CITED.findall((ROOT / name).read_text()):
            cited += 1
            path = ROOT / "docs" / f"{paper}.md"
            if not path.exists() or section.strip() not in _headings(path):
                broken.append(f"{name}: docs/{paper}.md, {section}")
    assert cited > 10
    assert sorted(broken) == []


def test_a_setting_that_the_rules_name_stands_in_both_tables() -> None:
    rules = (ROOT / "docs/product.md").read_text()
    named = {name for group in SETTING.findall(rules) for name in QUOTED.findall(group)}
    assert len(named) > 20
    for readme in ("README.md", "README.zh-CN.md"):
        known = set(re.findall(r"`XIAOPU_(\w+)`", (ROOT / readme).read_text()))
        assert sorted(named - known) == [], readme


def test_no_paper_is_an_orphan() -> None:
    """Every paper can be reached from the README."""
    reached = {ROOT / "README.md", ROOT / "README.zh-CN.md"}
    waiting = list(reached)
    while waiting:
        paper = waiting.pop()
        for link in LINK.findall(paper.read_text()):
            target = (paper.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in reached:
                reached.add(target)
                waiting.append(target)
    assert sorted(path.relative_to(ROOT).as_posix() for path in set(PAPERS) - reached) == []


def test_the_drawing_of_the_house_has_the_floors_that_are_held() -> None:
    drawn = (ROOT / "docs/architecture.md").read_text()
    boxes = [re.split(r" · |<br>", words) for words in re.findall(r'\["([^"]+)"\]', drawn)]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = [layer for contract in contracts if contract["type"] == "layers" for layer in contract["layers"]]
    floors = [[room.removeprefix("models.") for room in layer.split(" | ")] for layer in layers if "models." in layer]
    assert [box for box in boxes if box in floors] == floors


@pytest.mark.parametrize("size", [PHONE, MOMENTS])
def test_the_worked_example_draws_a_poster_that_can_be_scanned(size: tuple[int, int]) -> None:
    written = (ROOT / "CONTRIBUTING.md").read_text()
    [example] = [block for language, block in FENCE.findall(written) if language == "python" and "STYLE =" in block]
    made = ModuleType("example")
    exec(compile(example, "CONTRIBUTING.md", "exec"), made.__dict__)  # noqa: S102  Our own paper.
    assert made.STYLE.suits(GOODS)
    picture = made.STYLE.draw(GOODS, size, make(GOODS.payload)).picture
    assert picture.size == size
    assert all(check.ok for check in prove(encoded(picture), GOODS.payload))
