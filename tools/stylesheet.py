"""Makes the one stylesheet of NL Design System out of two npm packages, without what we do not use.

    python -m tools.stylesheet var/vendor/nlds/nlds.css

The packages hold 600 kB: every component and every design token. A page of ours needs a few components, and only the
tokens that those name. A class that a template uses and that is missing here simply has no look: add its component to
COMPONENTS. Standard library only; the theme applies inside <html class="voorbeeld-theme">.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

COMPONENTS = frozenset(
    f"utrecht-{name}"
    for name in """
    alert article badge-list body breadcrumb-nav button button-group button-link checkbox custom-checkbox data-badge
    data-list document drawer form form-field form-field-description form-field-error-message form-fieldset form-label
    form-toggle heading-1 heading-2 heading-3 heading-4 heading-group link link-button mark nav-bar nav-list
    number-badge number-data ordered-list page-body page-content page-footer page-header page-layout paragraph
    pre-heading radio-button root select separator skip-link status-badge surface table table-container textarea
    textbox unordered-list url-data
    """.split()
)
ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "node_modules/@utrecht/component-library-css/dist/index.css"
THEME = ROOT / "node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
LICENCE = "/* NL Design System: Utrecht components and voorbeeld tokens, EUPL-1.2, made smaller by wijkweb. */\n"

STRING = r'"(?:\\.|[^"\\])*"|' r"'(?:\\.|[^'\\])*'"
TOKEN = re.compile(rf"{STRING}|/\*.*?\*/|[{{}};]|[^{{}};\"'/]+|/", re.DOTALL)
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
GROUPS = ("@media", "@supports", "@container", "@layer")


@dataclass(frozen=True)
class Rule:
    """What stands before the braces, and what between them: declarations, or for a group (@media) other rules."""

    prelude: str
    body: str = ""
    rules: tuple["Rule", ...] = ()

    def __str__(self) -> str:
        return f"{self.prelude}{{{self.body}{''.join(map(str, self.rules))}}}"


def parse(css: str) -> list[Rule]:
    """The rules of a stylesheet, in order; statements without a block (@charset, @import) are left out."""
    return list(_rules(token.group() for token in TOKEN.finditer(css) if not token.group().startswith("/*")))


def _rules(tokens: Iterator[str]) -> Iterator[Rule]:
    prelude = ""
    for token in tokens:
        if token == "}":
            return
        if token == ";":
            prelude = ""
        elif token == "{":
            prelude = squeeze(prelude)
            if prelude.startswith(GROUPS):
                yield Rule(prelude, rules=tuple(_rules(tokens)))
            else:
                yield Rule(prelude, body=squeeze(_body(tokens)))
            prelude = ""
        else:
            prelude += token


def _body(tokens: Iterator[str]) -> str:
    """Everything up to the brace that closes the block, blocks inside it included."""
    depth, text = 1, ""
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth == 0:
            break
        text += token
    return text


def squeeze(css: str) -> str:
    """The same text without needless white space; strings stay as they are."""
    parts = re.split(f"({STRING})", css)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"\s*([{};,])\s*|\s+", lambda found: found.group(1) or " ", parts[index])
        parts[index] = re.sub(r"([;{]|^)([\w-]+):\s+", r"\1\2:", parts[index])
    return "".join(parts).strip().removesuffix(";")


def component_of(class_name: str) -> str:
    """utrecht-table of utrecht-table__cell--numeric and of utrecht-table--html."""
    return re.split("__|--", class_name, maxsplit=1)[0]


def split_selectors(prelude: str) -> list[str]:
    """The selectors of a rule; a comma inside :is(...) does not part them."""
    parts, depth = [""], 0
    for character in prelude:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def choose(rules: Iterable[Rule], components: frozenset[str]) -> list[Rule]:
    """The rules in which every class belongs to one of the components; keyframes stay when a chosen rule names them."""
    chosen = list(_chosen(rules, components))
    text = "".join(map(str, chosen))
    return [rule for rule in chosen if not rule.prelude.startswith("@keyframes") or rule.prelude.split()[1] in text.replace(rule.prelude, "")]


def _chosen(rules: Iterable[Rule], components: frozenset[str]) -> Iterator[Rule]:
    for rule in rules:
        if rule.rules:
            if inner := tuple(_chosen(rule.rules, components)):
                yield Rule(rule.prelude, rules=inner)
        elif rule.prelude.startswith("@"):
            yield rule
        else:
            kept = [selector for selector in split_selectors(rule.prelude) if _belongs(selector, components)]
            if kept and rule.body:
                yield Rule(",".join(kept), rule.body)


def _belongs(selector: str, components: frozenset[str]) -> bool:
    classes = CLASS.findall(selector)
    return bool(classes) and all(component_of(name) in components for name in classes)


def declarations(body: str) -> Iterator[tuple[str, str]]:
    """Name and value of each declaration; a semicolon inside a string does not end one."""
    text = ""
    for token in [found.group() for found in TOKEN.finditer(body)] + [";"]:
        if token != ";":
            text += token
        elif text.strip():
            name, _, value = text.partition(":")
            yield name.strip(), value.strip()
            text = ""


def needed_tokens(css: str, theme: dict[str, str]) -> set[str]:
    """The tokens that the rules name, and those that these tokens name, until no new ones turn up."""
    needed: set[str] = set()
    waiting = set(VARIABLE.findall(css))
    while waiting:
        name = waiting.pop()
        if name in theme and name not in needed:
            needed.add(name)
            waiting.update(VARIABLE.findall(theme[name]))
    return needed


def build(library: str, theme: str, components: frozenset[str] = COMPONENTS) -> str:
    """One stylesheet: the chosen rules, preceded by the tokens that they need, in the theme's own order."""
    rules = "".join(map(str, choose(parse(library), components)))
    blocks = []
    theme_rules = parse(theme)
    values = {name: value for rule in theme_rules for name, value in declarations(rule.body)}
    needed = needed_tokens(rules, values)
    for rule in theme_rules:
        kept = ";".join(f"{name}:{value}" for name, value in declarations(rule.body) if name in needed)
        if kept:
            blocks.append(f"{rule.prelude}{{{kept}}}")
    css = LICENCE + "".join(blocks) + rules + "\n"
    if outside := [url for url in re.findall(r"url\(\s*[\"']?([^)]{0,60})", css) if not url.startswith("data:")]:
        raise ValueError(f"The stylesheet would ask for a file that we do not serve: {outside[0]}")
    return css


def main(arguments: list[str]) -> int:
    place = Path(arguments[0])
    place.parent.mkdir(parents=True, exist_ok=True)
    half_done = place.with_suffix(".new")
    half_done.write_text(build(LIBRARY.read_text(encoding="utf-8"), THEME.read_text(encoding="utf-8")), encoding="utf-8")
    half_done.replace(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
