"""The parts of a report, in the order in which they are read."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """A part with its heading. data: what it shows by itself; empty when it is written only. ask: what to write about."""

    key: str
    title: Any
    data: str
    ask: Any

    @property
    def field(self) -> str:
        """The field of the report that holds what was written."""
        return f"about_{self.key}"


SECTIONS = (
    Section(
        "opening",
        _("This half-year in brief"),
        "",
        _("What would you tell somebody who has one minute?"),
    ),
    Section(
        "web",
        _("The web in figures"),
        "figures",
        _("What do you see in these figures, and what do they not tell?"),
    ),
    Section(
        "initiatives",
        _("What began, and what was handed over"),
        "initiatives",
        _("What does this say about the kern? To stop or to hand over is not to fail."),
    ),
    Section("activities", _("What was on the agenda"), "activities", _("What stood out?")),
    Section("stories", _("Stories"), "stories", _("Why these stories?")),
    Section(
        "ladder",
        _("Where the kern says it stands"),
        "ladder",
        _("What was talked about when you decided this together?"),
    ),
    Section(
        "facts",
        _("Outcome and output"),
        "facts",
        _("What changed for people, and how do you know?"),
    ),
    Section("ahead", _("What we want to do next"), "", _("What comes next half-year, and who is needed?")),
)
TEXT_FIELDS = tuple(section.field for section in SECTIONS)
