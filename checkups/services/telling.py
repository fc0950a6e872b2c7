"""What this room answers to others: a line for the driver, and forgetting the words of somebody who goes."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checkups.models import CheckUp, Support
from checkups.rows import row_of
from checkups.services.asking import about, mail_purpose
from checkups.services.filling import QUESTIONS
from initiatives.driving import Line, lines_wanted, words_erased
from initiatives.models import Initiative
from post import links


def _line(sender: Any, initiative: Initiative, **_kwargs: Any) -> list[Line]:
    """When the check-up is, and how to fill it in."""
    row = row_of(initiative)
    if row.due is None:
        return []
    day = date_format(row.due, "j F Y")
    if not row.is_now:
        return [Line(_("The next check-up is on %(day)s. You need do nothing now.") % {"day": day})]
    text = _("The check-up of your initiative has its turn since %(day)s.") % {"day": day}
    if row.invited_on is None:
        return [Line(text)]
    return [Line(text, reverse("checkup_again"), _("Ask for a link to fill it in"))]


def _forget(sender: Any, initiative_id: int, **_kwargs: Any) -> None:
    """What was written at the check-ups may be a resident's own words: it goes from all lines, with its mail."""
    texts = dict.fromkeys(QUESTIONS, "")
    CheckUp.objects.filter(initiative_id=initiative_id).update(**texts)
    CheckUp.history.filter(initiative_id=initiative_id).update(**texts)
    Support.objects.filter(initiative_id=initiative_id).update(text="")
    Support.history.filter(initiative_id=initiative_id).update(text="")
    links.forget(about(initiative_id), mails=Q(purpose=mail_purpose(initiative_id)))


def connect() -> None:
    lines_wanted.connect(_line, dispatch_uid="checkups.telling.line")
    words_erased.connect(_forget, dispatch_uid="checkups.telling.forget")
