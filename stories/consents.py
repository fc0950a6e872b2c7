"""What the teller of a story agrees to, in which words, and what holds now.

Each text has a version, which is recorded with every line. Who changes a text gives it a new version and leaves the old one
here to be read: what somebody agreed to is what stood there that day.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from initiatives.models import Story
from stories.models import ConsentState, StoryConsent
from wijkweb.kit.sealed import marks_of

VERSION = "2026-11"
TEXTS = {
    "2026-11": _(
        "My story, with the picture if there is one, may stand on the pages of this kern and in its booklet, where everybody can read it. My name is not with it; my role is. I can take it back at any moment, without saying why; then it is gone everywhere at once."
    )
}


def _subjects(story: Story) -> list[str]:
    return marks_of(f"story {story.pk}", "story-consent")


def lines_of(story: Story) -> list[StoryConsent]:
    """Everything that was noted, the first one first."""
    return list(StoryConsent.objects.filter(subject__in=_subjects(story)))


def states_of(stories: Iterable[Story]) -> dict[int, str]:
    """For each story the state of its consent; "" when nothing was noted. One query."""
    owners = {subject: story.pk for story in stories for subject in _subjects(story)}
    found = dict.fromkeys(owners.values(), "")
    for line in StoryConsent.objects.filter(subject__in=owners):
        found[owners[line.subject]] = line.state
    return found


def state_of(story: Story) -> str:
    return states_of([story])[story.pk]


def record(story: Story, state: str, *, channel: str = "", by_role: str = "coordinator") -> bool:
    """Add a line, unless it would say what holds already. Whether one was added; the caller holds the story locked."""
    if state_of(story) == state:
        return False
    StoryConsent.objects.create(
        subject=_subjects(story)[0], state=state, text_version=VERSION, channel=channel, by_role=by_role
    )
    return True


def is_given(story: Story) -> bool:
    return state_of(story) == ConsentState.GIVEN
