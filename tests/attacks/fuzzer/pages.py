"""What a page leads to: its links, and its forms with what they would send."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit


@dataclass
class Form:
    """A form, or a button that sends one by itself."""

    method: str
    path: str
    kind: str
    fields: list[list[str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """Reads a page of ours."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.base, self.links, self.forms = path, set[str](), list[Form]()
        self._open: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._area: list[str] | None = None
        self._select: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, a form, or what belongs to one."""
        facts = {name: value or "" for name, value in attrs}
        for name in ("href", "src", "hx-get"):
            self._link(facts.get(name, ""))
        for name in ("hx-post", "formaction"):
            if facts.get(name):
                around = [list(one) for one in self._open.fields] if self._open else []
                self.forms.append(Form("POST", self._path(facts[name]), "", around))
        if tag == "form":
            method, there = (facts.get("method") or "get").upper(), self._path(facts.get("action", ""))
            self._open = made = Form(method, there, facts.get("enctype", ""))
            self.forms.append(made)
            self._by_id[facts.get("id", "")] = made
        form = self._by_id.get(facts.get("form", "")) if "form" in facts else self._open
        if form is not None and facts.get("name"):
            self._field(form, tag, facts)
        if tag == "option" and self._select is not None and (not self._select[1] or "selected" in facts):
            self._select[1] = facts.get("value", "")

    def handle_data(self, data: str) -> None:
        """Text of a text area."""
        if self._area is not None:
            self._area[1] += data

    def handle_endtag(self, tag: str) -> None:
        """Closes what was open."""
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def _field(self, form: Form, tag: str, facts: dict[str, str]) -> None:
        made = [facts["name"], facts.get("value", "on" if facts.get("type") in ("checkbox", "radio") else "")]
        if facts.get("type") == "file":
            form.files.append(facts["name"])
        elif tag in ("input", "button", "textarea", "select"):
            form.fields.append(made)
            self._area = made if tag == "textarea" else self._area
            self._select = made if tag == "select" else self._select

    def _link(self, address: str) -> None:
        if address and not address.startswith(("#", "data:", "blob:")):
            there = urlsplit(urljoin(f"http://localhost{self.base}", address))
            if there.hostname == "localhost":
                self.links.add(there.path + (f"?{there.query}" if there.query else ""))

    def _path(self, address: str) -> str:
        there = urlsplit(urljoin(f"http://localhost{self.base}", address or self.base))
        return there.path + (f"?{there.query}" if there.query else "")
