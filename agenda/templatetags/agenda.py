"""What is known of getting in, in words: yes and no each by themselves, and what nobody knows in one go."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiatives.happening import Known
from initiatives.words import in_a_row

register = template.Library()

YES = {
    "is_step_free": gettext_lazy("step-free"),
    "has_lift": gettext_lazy("lift, or ground floor"),
    "has_toilet": gettext_lazy("accessible toilet"),
}
NO = {
    "is_step_free": gettext_lazy("not step-free"),
    "has_lift": gettext_lazy("no lift"),
    "has_toilet": gettext_lazy("no accessible toilet"),
}
LABELS = {
    "is_step_free": gettext_lazy("Step-free"),
    "has_lift": gettext_lazy("Lift, or all on the ground floor"),
    "has_toilet": gettext_lazy("Accessible toilet"),
}
SHORT = {
    "is_step_free": gettext_lazy("step-free"),
    "has_lift": gettext_lazy("lift"),
    "has_toilet": gettext_lazy("toilet"),
}


@register.filter
def access_known(moment: Any) -> list[dict[str, str]]:
    """What is known of getting in: yes or no, each in words."""
    words = {Known.YES.value: YES, Known.NO.value: NO}
    return [
        {"value": value, "words": str(words[value][name])}
        for name, value in moment.known_access
        if value in words
    ]


@register.filter
def access_unknown(moment: Any) -> str:
    """What nobody wrote down yet of getting in: "not known: lift and toilet"."""
    unknown = [str(SHORT[name]) for name, value in moment.known_access if value == Known.UNKNOWN]
    return _("not known: %(what)s") % {"what": in_a_row(unknown)} if unknown else ""


@register.filter
def access_facts(moment: Any) -> list[tuple[str, str]]:
    """Each fact with its answer: yes, no, or that nobody knows."""
    answers = {
        Known.YES.value: _("yes"),
        Known.NO.value: _("no"),
        Known.UNKNOWN.value: _("not known"),
    }
    return [
        (str(LABELS[name]), answers.get(value, answers["onbekend"])) for name, value in moment.known_access
    ]
