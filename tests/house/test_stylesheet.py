"""The stylesheet that set-up makes: what we use, whole, and nothing else."""

import gzip

import pytest

from tools import stylesheet

THEME = """.theme { --button-color: var(--blue-500); --blue-500: #00f; --never-used: red; --shared: 1px; }"""


def build(library: str, **options) -> str:
    return stylesheet.build(library, THEME, frozenset({"u-button"}), **options).removeprefix(
        stylesheet.LICENCE
    )


def test_only_rules_of_the_chosen_components_stay():
    css = build(
        ".u-button{color:red}.u-button-group{color:blue}.u-button__icon{a:b}.u-button--big,.u-other{top:0}"
    )
    assert css == ".theme{}.u-button{color:red}.u-button__icon{a:b}.u-button--big{top:0}\n"


def test_a_rule_that_needs_another_component_goes():
    assert ".u-other" not in build(".u-other .u-button{color:red}")


def test_tokens_follow_the_rules_that_name_them():
    css = build(".u-button{color:var(--button-color);top:var(--shared);left:var(--shared)}")
    assert css == ".theme{--shared:1px}.u-button{color:#00f;top:var(--shared);left:var(--shared)}\n"


def test_a_token_that_our_own_css_uses_stays_open():
    css = build(".u-button{color:var(--button-color)}", open_tokens=frozenset({"--button-color"}))
    assert "--button-color:#00f" in css
    assert "color:var(--button-color)" in css


def test_a_token_that_nobody_sets_becomes_what_a_browser_makes_of_it():
    css = build(
        ".u-button{color:var(--no, red);top:var(--no, var(--nor, calc(1px + 2px)));left:var(--no);--own:var(--no)}"
    )
    assert css == ".theme{}.u-button{color:red;top:calc(1px + 2px);left:unset}\n"


def test_a_token_that_a_rule_sets_is_left_to_the_browser():
    css = build(".u-button{color:var(--own, red)}.u-button--big{--own:blue}")
    assert "color:var(--own, red)" in css.replace(",", ", ").replace("  ", " ")


def test_media_and_nested_groups_stay_around_their_rules():
    css = build(
        "@media print{@supports (top:0){.u-button{color:red}.u-no{top:0}}.u-no{top:0}}@media screen{.u-no{top:0}}"
    )
    assert css == ".theme{}@media print{@supports (top:0){.u-button{color:red}}}\n"


def test_keyframes_stay_only_when_named():
    library = "@keyframes fade{from{opacity:0}to{opacity:1}}@keyframes spin{to{rotate:1turn}}.u-button{animation:fade 1s}"
    assert (
        build(library)
        == ".theme{}@keyframes fade{from{opacity:0}to{opacity:1}}.u-button{animation:fade 1s}\n"
    )


def test_strings_are_not_touched():
    image = """url("data:image/svg+xml,%3csvg a='x;  y{}' %3e")"""
    assert image in build(f".u-button{{ background: {image} ; color : red }}")


def test_a_file_from_elsewhere_is_refused():
    with pytest.raises(ValueError, match="do not serve"):
        build(".u-button{background:url(//elsewhere.example/a.png)}")


def test_the_real_one_is_small_and_has_what_a_page_needs():
    css = stylesheet.build(stylesheet.LIBRARY.read_text(), stylesheet.THEME.read_text())
    assert len(gzip.compress(css.encode())) < 12_000
    for name in (
        "button--primary-action",
        "table__cell",
        "textbox--invalid",
        "alert--warning",
        "skip-link",
        "drawer",
    ):
        assert f".utrecht-{name}" in css
    assert "url(http" not in css
    assert css.count("{") == css.count("}")
