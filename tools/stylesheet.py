"""Makes the one stylesheet of NL Design System out of two npm packages, without what we do not use.

    python -m tools.stylesheet var/vendor/nlds/nlds.css

The packages hold 600 kB: every component and every design token. A page of ours needs a few components, and only the
tokens that those name. A component also names hundreds of tokens that the theme leaves unset; there the outcome is
filled in: the fallback that stands in the rule, else `unset`. Tokens that our own css sets stay open. A class that a template uses and that is missing here simply has no look: add its component to
COMPONENTS. Standard library only; the theme applies inside <html class="voorbeeld-theme">.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

COMPONENTS = frozenset(
    f"utrecht-{name}"
    for name in """
    alert article body breadcrumb-nav button button-group checkbox data-list document drawer form-field
    form-field-description form-field-error-message form-fieldset form-label heading-1 heading-2 heading-3 heading-4
    link nav-bar nav-list page-body page-content page-footer page-header page-layout paragraph root select separator
    skip-link status-badge surface table textbox unordered-list
    """.split()
)
# Classes with which a catalogue shows a state that a real page gets from :hover and the like.
STATE_CLASS = re.compile(r"\.[\w-]+--(hover|active|focus|focus-visible|visited|pressed)\b")
ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "node_modules/@utrecht/component-library-css/dist/index.css"
THEME = ROOT / "node_modules/@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
LICENCE = (
    "/* NL Design System: Utrecht components and voorbeeld tokens, EUPL-1.2, made smaller by wijkweb. */\n"
)

OWN_CSS = ROOT / "static/css"

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
        parts[index] = re.sub(r"(?<=\() +| +(?=\))", "", parts[index])
        parts[index] = re.sub(r"(^\s*|[;{])([\w-]+):\s+", r"\1\2:", parts[index])
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
    return [
        rule
        for rule in chosen
        if not rule.prelude.startswith("@keyframes")
        or rule.prelude.split()[1] in text.replace(rule.prelude, "")
    ]


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
    return (
        bool(classes)
        and all(component_of(name) in components for name in classes)
        and not STATE_CLASS.search(selector)
    )


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


def fill_in(rules: list[Rule], known: set[str]) -> list[Rule]:
    """The same rules in which a token that nobody sets has made way for what a browser would do without it."""
    while True:
        set_by_rules = {
            name for body in _bodies(rules) for name, _ in declarations(body) if name.startswith("--")
        }
        filled = [_fill_in_rule(rule, known | set_by_rules) for rule in rules]
        if filled == rules:
            return rules
        rules = filled


def _bodies(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield rule.body
        yield from _bodies(rule.rules)


def _fill_in_rule(rule: Rule, known: set[str]) -> Rule:
    if rule.rules or "{" in rule.body:
        return Rule(rule.prelude, rule.body, tuple(_fill_in_rule(inner, known) for inner in rule.rules))
    kept = []
    for name, value in declarations(rule.body):
        outcome = _fill_in_value(value, known)
        if outcome is not None:
            kept.append(f"{name}:{outcome}")
        elif not name.startswith("--"):
            kept.append(f"{name}:unset")
    return Rule(rule.prelude, ";".join(kept))


def _fill_in_value(value: str, known: set[str]) -> str | None:
    """The value with fallbacks in place of tokens that nobody sets; None when one of those has no fallback."""
    for use in uses(value):
        if use.name not in known:
            return (
                None if use.fallback is None else _fill_in_value(use.replaced_in(value, use.fallback), known)
            )
    return value


@dataclass(frozen=True)
class Use:
    """One var(--name, fallback) in a text, and where it stands."""

    name: str
    fallback: str | None
    start: int
    end: int

    def replaced_in(self, text: str, by: str) -> str:
        return text[: self.start] + by + text[self.end :]


def uses(text: str) -> Iterator[Use]:
    for found in VARIABLE.finditer(text):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        inside = text[found.end() : end - 1].strip()
        yield Use(found.group(1), inside[1:].strip() if inside.startswith(",") else None, found.start(), end)


def without_single_use(css: str, tokens: dict[str, str], fixed: set[str]) -> tuple[str, dict[str, str]]:
    """Put the value of a token that is named in one place into that place, and drop the token.

    fixed: tokens that stay, because something nearer to an element sets or reads them.
    """
    while True:
        counts = Counter(VARIABLE.findall(css + ";".join(tokens.values())))
        single = {
            name
            for name, value in tokens.items()
            if counts[name] == 1 and name not in fixed and not fixed & set(VARIABLE.findall(value))
        }
        if not single:
            return css, tokens
        css = _put_values(css, tokens, single)
        tokens = {
            name: _put_values(value, tokens, single) for name, value in tokens.items() if name not in single
        }


def _put_values(text: str, tokens: dict[str, str], single: set[str]) -> str:
    while found := next((use for use in uses(text) if use.name in single), None):
        text = found.replaced_in(text, tokens[found.name])
    return text


def build(
    library: str,
    theme: str,
    components: frozenset[str] = COMPONENTS,
    open_tokens: frozenset[str] = frozenset(),
) -> str:
    """One stylesheet: the tokens that the chosen rules need, on the theme's class, and then those rules.

    open_tokens: tokens that another stylesheet sets or reads; they are never filled in.
    """
    theme_rules = parse(theme)
    theme_class = theme_rules[0].prelude
    if any(rule.prelude != theme_class for rule in theme_rules):
        raise ValueError("A theme is expected to have one class.")
    values = {name: value for rule in theme_rules for name, value in declarations(rule.body)}
    chosen = fill_in(choose(parse(library), components), set(values) | open_tokens)
    rules = "".join(str(rule) for rule in chosen if rule.body or rule.rules)
    set_by_rules = {
        name for body in _bodies(chosen) for name, _ in declarations(body) if name.startswith("--")
    }
    needed = needed_tokens(rules, values) | (open_tokens & set(values))
    needed |= needed_tokens("".join(f"var({name})" for name in needed), values)
    tokens = {name: value for name, value in values.items() if name in needed}
    rules, tokens = without_single_use(rules, tokens, set_by_rules | open_tokens)
    block = ";".join(f"{name}:{value}" for name, value in sorted(tokens.items()))
    css = f"{LICENCE}{theme_class}{{{block}}}{rules}\n"
    if outside := [
        url for url in re.findall(r"url\(\s*[\"']?([^)]{0,60})", css) if not url.startswith("data:")
    ]:
        raise ValueError(f"The stylesheet would ask for a file that we do not serve: {outside[0]}")
    return css


def tokens_in(css: str) -> set[str]:
    """Every custom property that a stylesheet sets or reads."""
    return set(re.findall(r"--[\w-]+", css))


def main(arguments: list[str]) -> int:
    place = Path(arguments[0])
    place.parent.mkdir(parents=True, exist_ok=True)
    half_done = place.with_suffix(".new")
    ours = frozenset(
        tokens_in("".join(file.read_text(encoding="utf-8") for file in sorted(OWN_CSS.rglob("*.css"))))
    )
    css = build(LIBRARY.read_text(encoding="utf-8"), THEME.read_text(encoding="utf-8"), open_tokens=ours)
    half_done.write_text(css, encoding="utf-8")
    half_done.replace(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
