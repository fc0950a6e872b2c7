"""The Dutch catalogue, without gettext's own programs.

    python -m tools.messages check      every text has Dutch, with the same placeholders, and no Dutch is left over
    python -m tools.messages update     add what is missing (with empty Dutch), drop what is unused
    python -m tools.messages compile    make the .mo file that Django reads

Texts are found in the Python of the rooms, by the calls of gettext and its family, and in the templates, by
{% translate %}, {% blocktranslate %} and _("...") inside a tag.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "locale/nl/LC_MESSAGES/django.po"
ROOMS = (
    "wijkweb",
    "post",
    "places",
    "accounts",
    "changes",
    "partners",
    "initiatives",
    "facts",
    "keeping",
    "network",
    "ladder",
    "upkeep",
    "brokering",
    "rounds",
    "residents",
    "agenda",
    "sharing",
    "halfyear",
    "checkups",
    "stories",
    "wishes",
    "dashboards",
    "interchange",
)
HEADER = """# The Dutch of wijkweb; `python -m tools.messages update` keeps it in step with the source.
msgid ""
msgstr ""
"Language: nl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
# What the arguments of each function are; every one also exists with _lazy.
ARGUMENTS = {
    "gettext": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}
STRING = r"u?(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({STRING})(?:\s*,\s*({STRING}))?(?:\s*,\s*({STRING}))?")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}")


@dataclass(frozen=True)
class Message:
    """A text in the source, and where it stands."""

    text: str
    plural: str = ""
    context: str = ""
    file: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.text, self.context

    @property
    def ids(self) -> str | tuple[str, str]:
        return (self.text, self.plural) if self.plural else self.text


# --- finding ----------------------------------------------------------------------------------------------------


def messages_in_python(source: str, file: str = "") -> Iterator[Message]:
    """Texts in the calls of gettext and its family, under whatever name the file imports them."""
    tree = ast.parse(source, filename=file)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname or alias.name: alias.name.removesuffix("_lazy") for alias in node.names}
        elif (
            isinstance(node, ast.FunctionDef) and node.name == "_"
        ):  # a room without Django marks its texts itself
            names["_"] = "gettext_noop"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            kind = names.get(node.func.id, "")
            values = [_constant(argument) for argument in node.args]
            yield from _message(kind, values, file, node.lineno)


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _message(kind: str, values: list[str | None], file: str, line: int) -> Iterator[Message]:
    parts = dict(zip(ARGUMENTS.get(kind, ()), values, strict=False))
    text = parts.get("text")
    if text:
        yield Message(text, parts.get("plural") or "", parts.get("context") or "", file, line)


def messages_in_template(source: str, file: str = "") -> Iterator[Message]:
    """Texts in a template. Django's templatize turns its tags into calls and blanks out all the rest."""
    from django.utils.translation.template import templatize

    calls = templatize(source, origin=file)
    for found in TEMPLATE_CALL.finditer(calls):
        kind = "gettext" if found.group(1) == "_" else found.group(1)
        values = [
            ast.literal_eval(value.removeprefix("u")) if value else None for value in found.groups()[1:]
        ]
        yield from _message(kind, values, file, calls.count("\n", 0, found.start()) + 1)


def all_messages(root: Path = ROOT) -> list[Message]:
    """Every text of the rooms and the templates, in the order of the files."""
    found: list[Message] = []
    for path in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        if "migrations" not in path.parts:
            found += messages_in_python(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
    for path in sorted(
        [
            *(root / "templates").rglob("*.html"),
            *(root / "templates").rglob("*.txt"),
            *(root / "templates").rglob("*.svg"),
        ]
    ):
        found += messages_in_template(path.read_text(encoding="utf-8"), str(path.relative_to(root)))
    return found


def untranslatable_calls(source: str, file: str) -> Iterator[str]:
    """Calls of gettext with an f-string: it is filled in before the catalogue is asked, so it is never found there."""
    tree = ast.parse(source, filename=file)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
            continue
        if node.func.id.removesuffix("_lazy") in ("_", *ARGUMENTS) and isinstance(
            node.args[0], ast.JoinedStr
        ):
            yield f"{file}:{node.lineno}: an f-string cannot be translated; use placeholders and .format or %"


# --- the catalogue ----------------------------------------------------------------------------------------------


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    if not path.exists():
        return Catalog(locale="nl", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="nl", charset="utf-8", abort_invalid=True)


def problems(messages: list[Message], catalogue: Catalog) -> list[str]:
    """What is wrong between the source and the catalogue, one sentence each."""
    found = []
    for message in {message.key: message for message in reversed(messages)}.values():
        where = f"{message.file}:{message.line}: {message.text!r}"
        entry = catalogue.get(message.text, message.context or None)
        if entry is None:
            found.append(f"{where} has no entry in the catalogue")
        elif entry.fuzzy:
            found.append(f"{where} is marked as fuzzy")
        elif complaint := _complaint(message, entry):
            found.append(f"{where} {complaint}")
    used = {message.key for message in messages}
    for entry in catalogue:
        key = (_first(entry.id), entry.context or "")
        if entry.id and key not in used:
            found.append(f"the catalogue holds {key[0]!r}, which nothing uses")
    return sorted(found)


def _forms(entry: Entry) -> list[str]:
    """The Dutch of an entry: one text, or one for each plural form."""
    return [entry.string] if isinstance(entry.string, str) else list(entry.string or [""])


def _first(value: Any) -> str:
    return value if isinstance(value, str) else value[0]


def _complaint(message: Message, entry: Entry) -> str:
    """What is wrong with the Dutch of one text; empty when it is right."""
    forms = _forms(entry)
    if bool(message.plural) != isinstance(entry.id, tuple | list):
        return "has a plural in one place and none in the other"
    if not all(forms) or (message.plural and len(forms) < 2):
        return "has no Dutch, or not in every form"
    wanted = set(PLACEHOLDER.findall(message.plural or message.text))
    if set(PLACEHOLDER.findall(forms[-1])) != wanted:
        return f"has other placeholders than its Dutch {forms[-1]!r}"
    if message.plural and not set(PLACEHOLDER.findall(forms[0])) <= wanted:
        return f"has other placeholders than its Dutch {forms[0]!r}"
    return ""


def updated(messages: list[Message], old: Catalog) -> Catalog:
    """A catalogue with exactly these texts, and the Dutch that was already there."""
    new = Catalog(locale="nl", charset="utf-8")
    for message in messages:
        known = old.get(message.text, message.context or None)
        same_kind = known is not None and isinstance(known.id, tuple | list) == bool(message.plural)
        string = known.string if known is not None and same_kind else None
        flags = known.flags if known is not None else ()
        comments = known.user_comments if known is not None else ()
        new.add(
            message.ids,
            string,
            locations=[(message.file, message.line)],
            context=message.context or None,
            flags=flags,
            user_comments=comments,
        )
    return new


def as_text(catalogue: Catalog) -> str:
    """The .po file; without dates and places, so that it changes only when a text does. A search finds where a text stands."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=True, no_location=True)
    return HEADER + buffer.getvalue().decode().strip() + "\n"


def compile_catalogue(path: Path = CATALOGUE) -> None:
    half_done = path.with_suffix(".mo.new")
    with half_done.open("wb") as file:
        write_mo(file, read_catalogue(path))
    half_done.replace(path.with_suffix(".mo"))


def compile_when_changed(path: Path = CATALOGUE) -> None:
    """For who works on the texts: an .mo file that is older than its source is made anew."""
    compiled = path.with_suffix(".mo")
    if path.exists() and (not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime):
        compile_catalogue(path)


# --- the three verbs --------------------------------------------------------------------------------------------


def check() -> int:
    complaints = problems(all_messages(), read_catalogue())
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        complaints += untranslatable_calls(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
    for complaint in complaints:
        print(complaint)
    if complaints:
        print(
            f"{len(complaints)} to mend: `python -m tools.messages update` adds and drops entries; the Dutch is yours to write."
        )
    return 1 if complaints else 0


def update() -> int:
    old = read_catalogue()
    new = updated(all_messages(), old)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(as_text(new), encoding="utf-8")
    empty = sum(1 for entry in new if entry.id and not all(_forms(entry)))
    print(f"{len(new)} texts, {empty} without Dutch")
    return 0


def compile_() -> int:
    compile_catalogue()
    return 0


def main(arguments: list[str]) -> int:
    known = {"check": check, "update": update, "compile": compile_}
    if len(arguments) != 1 or arguments[0] not in known:
        print(f"Usage: python -m tools.messages {'|'.join(known)}")
        return 2
    if arguments[0] != "compile":
        from django.conf import settings

        if not settings.configured:
            settings.configure(USE_I18N=True)  # templatize asks for no more than this
    try:
        return known[arguments[0]]()
    except (PoFileError, SyntaxError) as error:
        print(f"{getattr(error, 'filename', None) or CATALOGUE.relative_to(ROOT)}: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
