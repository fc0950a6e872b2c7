"""What an assessment leans on, as somebody may see it."""

from dataclasses import dataclass, field

from accounts.access import Viewer, may_see
from initiatives.models import Initiative, Story
from ladder.models import Assessment
from ladder.rungs import RULES_BY_ID, Rule


@dataclass
class Leaning:
    """What an assessment leans on. hidden: how many stories and initiatives this viewer may not see."""

    rules: list[Rule] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    initiatives: list[Initiative] = field(default_factory=list)
    hidden: int = 0

    def __bool__(self) -> bool:
        return bool(self.rules or self.stories or self.initiatives or self.hidden)


def evidence_for(assessment: Assessment, viewer: Viewer) -> Leaning:
    """The signals, stories and initiatives behind an assessment; one query."""
    leaning = Leaning()
    for row in assessment.evidence.select_related("story", "initiative"):
        if row.signal:
            leaning.rules += [RULES_BY_ID[row.signal]] if row.signal in RULES_BY_ID else []
            continue
        thing = row.story or row.initiative
        if thing is None or not may_see(viewer, thing):
            leaning.hidden += 1
        elif isinstance(thing, Story):
            leaning.stories.append(thing)
        else:
            leaning.initiatives.append(thing)
    return leaning
