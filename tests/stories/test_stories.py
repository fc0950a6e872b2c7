"""Writing a story down, what its teller agrees to, and who reads it when."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from changes.models import Change
from changes.services import undo
from initiatives.models import Story
from keeping.terms import keep
from places.models import Kern
from stories.consents import VERSION, lines_of, state_of
from stories.models import Picture, StoryConsent
from tests.factories import make_initiative, make_kern, make_user
from tests.stories.conftest import SECRET, add, agree, edit, photo
from wijkweb.kit.add_only import OnlyAdded

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def story(anna: Client, kern: Kern) -> Story:
    add(anna, kern)
    return Story.objects.get()


def test_a_story_stays_with_the_coordinator_until_its_teller_agreed(
    anna: Client, client: Client, kern: Kern, story: Story
) -> None:
    assert story.visibility == "coordinators"
    assert client.get(story.get_absolute_url()).status_code == 404
    assert "Soep voor iedereen" not in page(client, "story_list", kern.slug)
    assert "nog niet gevraagd" in page(anna, "story_list", kern.slug)
    agree(anna, story, state="gevraagd", channel="mondeling")
    assert "gevraagd, nog geen antwoord" in page(anna, "story_list", kern.slug)
    assert client.get(story.get_absolute_url()).status_code == 404
    agree(anna, story)
    assert "Soep voor iedereen" in page(client, "story_list", kern.slug)
    assert "Verteld door: vrijwilliger" in page(client, "story_detail", story.slug)
    assert [(line.state, line.channel, line.text_version) for line in lines_of(story)] == [
        ("gevraagd", "mondeling", VERSION),
        ("gegeven", "papier", VERSION),
    ]


def test_without_a_yes_nobody_opens_it_whatever_is_sent(anna: Client, story: Story) -> None:
    answer = edit(anna, story, visibility="public")
    assert answer.status_code == 422
    story.refresh_from_db()
    assert story.visibility == "coordinators"


def test_a_yes_stays_noted_when_opening_is_taken_back_and_the_story_can_be_opened_again(
    anna: Client, user: object, story: Story
) -> None:
    agree(anna, story)
    undo(Change.objects.latest("pk"), acting_user=user)
    story.refresh_from_db()
    assert (story.visibility, state_of(story)) == ("coordinators", "gegeven")
    edit(anna, story, visibility="network")
    story.refresh_from_db()
    assert story.visibility == "network"


def test_the_same_answer_twice_is_one_line(anna: Client, story: Story) -> None:
    agree(anna, story)
    agree(anna, story)
    agree(anna, story, state="gevraagd")  # asked again after a yes: the yes holds
    assert StoryConsent.objects.count() == 1


def test_lines_of_consent_are_only_added(anna: Client, story: Story) -> None:
    agree(anna, story)
    line = StoryConsent.objects.get()
    with pytest.raises(OnlyAdded):
        line.save()
    with pytest.raises(OnlyAdded):
        StoryConsent.objects.all().delete()
    sql = "UPDATE stories_storyconsent SET state = 'gevraagd'"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_double_click_is_one_story(anna: Client, kern: Kern) -> None:
    token = str(uuid4())
    first, second = add(anna, kern, token=token), add(anna, kern, token=token)
    assert first["Location"] == second["Location"] == Story.objects.get().get_absolute_url()


def test_a_change_stands_in_the_history_and_can_be_taken_back(
    anna: Client, user: object, story: Story
) -> None:
    edit(anna, story, text="Op woensdag koken wij.")
    assert "woensdag" in page(anna, "story_history", story.slug)
    undo(Change.objects.latest("pk"), acting_user=user)
    story.refresh_from_db()
    assert story.text == "Op dinsdag koken wij."


def test_two_who_edit_at_once_see_both_texts_and_lose_nothing(anna: Client, kern: Kern, story: Story) -> None:
    other = Client()
    other.force_login(
        make_user(Role.COORDINATOR, kern, name="Bram"), backend="django.contrib.auth.backends.ModelBackend"
    )
    opened = anna.get(reverse("story_edit", args=[story.slug])).context["form"]
    edit(other, story, text="Bram schreef dit.")
    answer = edit(anna, story, opened, text="Anna schreef dit.", title="Soep en brood")
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Bram schreef dit." in shown
    assert "Anna schreef dit." in shown
    assert "Soep en brood" in shown
    story.refresh_from_db()
    assert story.text == "Bram schreef dit."


def test_what_may_be_better_not_said_is_asked_about_and_a_citizen_number_is_refused(
    anna: Client, kern: Kern
) -> None:
    asked = add(anna, kern, text="Bel 0612345678 of mail soep@voorbeeld.nl, want zij was ziek.")
    assert asked.status_code == 422
    assert asked.content.decode().count("<li>Er staat een") == 2
    seen = asked.context["form"].seen
    assert add(anna, kern, text="Bel 0611111111", bekeken=seen).status_code == 422
    text = "Bel 0612345678 of mail soep@voorbeeld.nl, want zij was ziek."
    assert add(anna, kern, text=text, bekeken=seen).status_code == 302
    refused = add(anna, kern, text="Mijn nummer is 111222333")
    assert (refused.status_code, Story.objects.count()) == (422, 1)


def test_a_picture_is_shown_to_who_may_read_the_story_and_says_what_it_shows(
    anna: Client, client: Client, kern: Kern
) -> None:
    sent = SimpleUploadedFile("IMG_4711 Truus.jpg", photo(), "image/jpeg")
    without = add(anna, kern, picture_file=sent)
    assert without.status_code == 422  # nothing says what it shows
    key = without.context["form"].data["picture"]
    add(anna, kern, picture=key, picture_alt="Een pan soep")  # it need not be chosen again
    story = Story.objects.get()
    address = reverse("story_picture", args=[story.slug, story.picture])
    assert client.get(address).status_code == 404
    answer = anna.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert SECRET not in answer.content
    assert "Truus" not in answer["Content-Disposition"]
    agree(anna, story)
    assert client.get(address).status_code == 200
    assert f'src="{address}" alt="Een pan soep"' in page(client, "story_detail", story.slug)
    assert address in page(client, "kern_detail", kern.slug)
    edit(anna, story, drop_picture="on")
    assert client.get(address).status_code == 404


def test_a_file_that_is_no_picture_is_told_and_the_text_stays(anna: Client, kern: Kern) -> None:
    sent = SimpleUploadedFile("soep.jpg", b"<svg/>", "image/jpeg")
    answer = add(anna, kern, picture_file=sent, picture_alt="soep")
    assert answer.status_code == 422
    assert "geen foto die wij kunnen lezen" in answer.content.decode()
    assert "Op dinsdag koken wij." in answer.content.decode()
    heavy = SimpleUploadedFile("soep.jpg", b"\0" * (5 * 1024 * 1024 + 1), "image/jpeg")
    answer = add(anna, kern, picture_file=heavy, picture_alt="soep")
    assert "groter dan 5 MB" in answer.content.decode()


def test_a_picture_of_another_kern_cannot_be_taken(anna: Client, kern: Kern) -> None:
    theirs = Picture.objects.create(kern=make_kern("Elders"), kind="png", width=1, height=1, content=b"x")
    add(anna, kern, picture=str(theirs.key), picture_alt="soep")
    assert Story.objects.get().picture is None


def test_pictures_that_belong_to_no_story_go_after_a_month(anna: Client, kern: Kern) -> None:
    add(anna, kern, picture_file=SimpleUploadedFile("a.jpg", photo(), "image/jpeg"), picture_alt="soep")
    loose = Picture.objects.create(kern=kern, kind="png", width=1, height=1, content=b"x")
    Picture.objects.update(made_at=timezone.now() - timedelta(days=31))
    fresh = Picture.objects.create(kern=kern, kind="png", width=1, height=1, content=b"x")
    assert keep("stories") == 1
    assert keep("stories") == 0
    assert not Picture.objects.filter(pk=loose.pk).exists()
    assert set(Picture.objects.values_list("key", flat=True)) == {Story.objects.get().picture, fresh.key}


def test_the_page_costs_the_same_for_one_story_and_for_many(
    client: Client, kern: Kern, django_assert_num_queries: object
) -> None:
    def count(number: int) -> int:
        from django.test.utils import CaptureQueriesContext

        for index in range(number):
            Story.objects.create(
                slug=f"v{number}-{index}", kern=kern, title="x", text="y", visibility="public",
                initiative=make_initiative(kern=kern), rung=2,
            )  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("story_list", args=[kern.slug]))
        return len(seen)

    assert count(1) == count(30)
