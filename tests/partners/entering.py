"""What the tests of entering share: sending a form as a browser would, with every field that the page shows."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class Fields(HTMLParser):
    """The names and values that a browser would send for the form with this action (the last form without one)."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._select = self._area = ""
        self._option: dict[str, str | None] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "form":
            self.forms.append({"action": found.get("action") or "", "fields": {}})
        elif tag == "select":
            self._select = name
            self._first = True
        elif tag == "option" and self._select and self.forms:
            fields = self.forms[-1]["fields"]
            if self._first or "selected" in found:
                fields[self._select] = found.get("value") or ""
            self._first = False
        elif tag == "textarea":
            self._area = name
            self.forms[-1]["fields"][name] = ""
        elif tag == "input" and name and self.forms:
            kind = found.get("type", "text")
            if kind in ("radio", "checkbox") and "checked" not in found:
                return
            self.forms[-1]["fields"][name] = found.get("value") or ("on" if kind == "checkbox" else "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1]["fields"][self._area] += data.lstrip("\n") if data.startswith("\n") else data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def fields_of(response: Any, action: str) -> dict[str, str]:
    """What the form with this action holds, its token for forgery left out."""
    reader = Fields()
    reader.feed(response.content.decode())
    found: dict[str, str] = next(
        form["fields"] for form in reader.forms if form["action"].split("?")[0] == action.split("?")[0]
    )
    found.pop("csrfmiddlewaretoken", None)
    return found


def fill_in(client: Client, path: str, headers: dict[str, str] | None = None, **values: Any) -> Any:
    """Open the page, fill in these fields and send it; None takes a field out."""
    page = client.get(path, headers=headers or {})
    assert page.status_code == 200, page.status_code
    fields = {**fields_of(page, path), **values}
    return client.post(path, {k: v for k, v in fields.items() if v is not None}, headers=headers or {})
