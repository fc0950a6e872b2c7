"""A teller who takes a story back leaves no word and no picture behind."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from changes.models import Change
from changes.services import CannotUndo, undo
from initiatives.models import Story
from initiatives.services import story_withdrawn
from ladder.models import Assessment, Evidence
from places.models import Kern
from stories.consents import lines_of
from stories.models import Picture
from stories.services import withdraw
from tests.residents.conftest import everything
from tests.stories.conftest import add, agree, edit, photo
from wijkweb.kit.partial_dates import PartialDate

pytestmark = pytest.mark.django_db
WORDS = ("karekiet", "steltkluut", "porseleinhoen", "waterral", "roerdomp", "kwikstaart")


@pytest.fixture
def story(anna: Client, kern: Kern) -> Story:
    """A story that has been changed, opened, shown, ordered in the booklet and leaned on."""
    add(
        anna, kern, title="De karekiet zong", text="En de steltkluut liep.", voice="roerdomp", source="waterral",
        picture_file=SimpleUploadedFile("a.jpg", photo(), "image/jpeg"), picture_alt="een kwikstaart",
    )  # fmt: skip
    story = Story.objects.get()
    agree(anna, story)
    edit(anna, story, title="De porseleinhoen zong")
    anna.get(reverse("kern_detail", args=[kern.slug]))
    return story


def withdrawn(client: Client, story: Story) -> Any:
    return client.post(reverse("story_withdraw", args=[story.slug]), {"sure": "on"})


def test_first_it_asks(anna: Client, story: Story) -> None:
    answer = anna.post(reverse("story_withdraw", args=[story.slug]))
    assert answer.status_code == 422
    assert Story.objects.get().text == "En de steltkluut liep."


def test_no_word_and_no_picture_stays_anywhere(
    anna: Client, client: Client, kern: Kern, story: Story
) -> None:
    before = everything()
    assert not [word for word in WORDS if word not in before], "else this test could not fail"
    address, picture = story.get_absolute_url(), Story.objects.get().picture
    answer = withdrawn(anna, story)
    assert answer["Location"] == reverse("story_list", args=[kern.slug])
    after = everything()
    assert not [word for word in WORDS if word in after]
    assert not Picture.objects.exists()
    for who in (anna, client):
        assert who.get(address).status_code == 404
        assert who.get(f"{address}beeld/{picture}/").status_code == 404
        for name in ("story_list", "booklet", "kern_detail", "ladder"):
            shown = who.get(reverse(name, args=[kern.slug])).content.decode().lower()
            assert not [word for word in WORDS if word in shown], name
    assert [line.state for line in lines_of(story)] == ["gegeven", "ingetrokken"]
    assert Story.objects.visible_to(None).count() == 0


def test_what_was_done_before_cannot_bring_it_back(anna: Client, user: Any, story: Story) -> None:
    changes = list(Change.objects.order_by("-pk"))
    withdraw(story)
    withdraw(story)  # a second time changes nothing
    for change in changes:
        with pytest.raises(CannotUndo):
            undo(change, acting_user=user)
    assert Story.objects.get().text == ""


def test_an_assessment_that_leaned_on_it_still_stands(anna: Client, kern: Kern, story: Story) -> None:
    assessment = Assessment.objects.create(
        kern=kern, assessed_on=PartialDate.parse("2026-01"), rung=3, reason="Zij koken zelf."
    )
    Evidence.objects.create(assessment=assessment, story=story)
    withdrawn(anna, story)
    answer = anna.get(assessment.get_absolute_url())
    assert answer.status_code == 200
    assert "Zij koken zelf." in answer.content.decode()


def test_who_keeps_a_copy_hears_of_it(story: Story) -> None:
    heard: list[tuple[str, str]] = []

    def listen(sender: Any, slug: str, text: str, **_kwargs: Any) -> None:
        heard.append((slug, text))

    story_withdrawn.connect(listen)
    try:
        withdraw(story)
    finally:
        story_withdrawn.disconnect(listen)
    assert heard == [("de-karekiet-zong", "En de steltkluut liep.")]
