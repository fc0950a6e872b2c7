"""The tool behind the Dutch catalogue finds every text and sees what is wrong with its Dutch."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools import messages
from tools.messages import Message


def catalogue(text: str):
    return read_po(BytesIO((messages.HEADER + text).encode()), locale="nl", charset="utf-8")


def test_python_texts_are_found_under_the_name_they_are_imported_as():
    source = """
from django.utils.translation import gettext as say, gettext_lazy as _, ngettext, pgettext_lazy
say("plain")
_("two " "parts")
ngettext("%(n)s tie", "%(n)s ties", n)
pgettext_lazy("web", "strength")
other("not a text")
say(variable)
"""
    found = [
        (message.text, message.plural, message.context) for message in messages.messages_in_python(source)
    ]
    assert found == [
        ("plain", "", ""),
        ("two parts", "", ""),
        ("%(n)s tie", "%(n)s ties", ""),
        ("strength", "", "web"),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Home" %}', ("Home", "", "")),
        ("{% translate 'It is' as title %}", ("It is", "", "")),
        ('{% translate "May" context "month" %}', ("May", "", "month")),
        (
            "{% blocktranslate with name=kern.name %}Web of {{ name }}{% endblocktranslate %}",
            ("Web of %(name)s", "", ""),
        ),
        ("{% blocktranslate trimmed %}\n  two\n  lines\n{% endblocktranslate %}", ("two lines", "", "")),
        (
            "{% blocktranslate count n=total %}{{ n }} tie{% plural %}{{ n }} ties{% endblocktranslate %}",
            ("%(n)s tie", "%(n)s ties", ""),
        ),
        ('{% include "a.html" with label=_("Search") only %}', ("Search", "", "")),
        ('{{ value|default:_("unknown") }}', ("unknown", "", "")),
        ('<p title="it\'s">{% translate "after an apostrophe" %}', ("after an apostrophe", "", "")),
    ],
)
def test_template_texts_are_found(source, expected):
    found = [
        (message.text, message.plural, message.context) for message in messages.messages_in_template(source)
    ]
    assert found == [expected]


def test_the_line_of_a_template_text_is_told():
    assert next(messages.messages_in_template('\n\n{% translate "third" %}')).line == 3


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('msgid "other"\nmsgstr "ander"', "no entry"),
        ('msgid "Hello {name}"\nmsgstr ""', "no Dutch"),
        ('#, fuzzy\nmsgid "Hello {name}"\nmsgstr "Dag {name}"', "fuzzy"),
        ('msgid "Hello {name}"\nmsgstr "Dag {naam}"', "placeholders"),
        ('msgctxt "letter"\nmsgid "Hello {name}"\nmsgstr "Dag {name}"', "no entry"),
    ],
)
def test_wrong_dutch_is_reported(entry, complaint):
    assert complaint in " ".join(messages.problems([Message("Hello {name}")], catalogue(entry)))


def test_right_dutch_is_not_reported():
    entries = 'msgid "Hello {name}"\nmsgstr "Dag {name}"\n\nmsgid "one tie"\nmsgid_plural "%(n)s ties"\n'
    entries += 'msgstr[0] "een band"\nmsgstr[1] "%(n)s banden"'
    used = [Message("Hello {name}"), Message("one tie", "%(n)s ties")]
    assert messages.problems(used, catalogue(entries)) == []


def test_dutch_that_nothing_uses_is_reported():
    assert "which nothing uses" in messages.problems([], catalogue('msgid "old"\nmsgstr "oud"'))[0]


def test_update_keeps_dutch_adds_what_is_missing_and_drops_what_is_unused():
    old = catalogue('msgid "kept"\nmsgstr "gebleven"\n\nmsgid "old"\nmsgstr "oud"')
    text = messages.as_text(
        messages.updated([Message("kept", file="a.py"), Message("new", file="b.py")], old)
    )
    assert 'msgstr "gebleven"' in text
    assert 'msgid "new"\nmsgstr ""' in text
    assert "oud" not in text
    assert (
        messages.as_text(
            messages.updated(
                [Message("kept", file="a.py"), Message("new", file="b.py")],
                catalogue(text.removeprefix(messages.HEADER)),
            )
        )
        == text
    )


def test_an_f_string_cannot_be_translated():
    assert list(messages.untranslatable_calls('_(f"Hello {name}")', "a.py"))


def test_a_compiled_catalogue_speaks_dutch(tmp_path: Path):
    import gettext

    source = tmp_path / "django.po"
    source.write_text(
        messages.HEADER
        + 'msgid "one tie"\nmsgid_plural "{n} ties"\nmsgstr[0] "een band"\nmsgstr[1] "{n} banden"\n'
    )
    messages.compile_when_changed(source)
    with source.with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert [dutch.ngettext("one tie", "{n} ties", number) for number in (0, 1, 2)] == [
        "{n} banden",
        "een band",
        "{n} banden",
    ]
