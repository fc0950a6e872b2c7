"""Erasing a person from the map: what others lean on stays, without a word about who it was."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from changes.models import Change, Verb
from initiatives.models import Offer, Participation
from partners.models import Identity, Partner, PastInvolvement, PersonNotice, Relation
from partners.services import person_withdrawn
from wijkweb.kit.partial_dates import PartialDate


def forget_person(person_id: int, called: str = "") -> None:
    """Of the node on the map only "a resident, until today" stays; its ties go with their history, and all texts.

    called: what it is called from now on, when that is not "resident". In the transaction of who calls.
    """
    cards = [person_id, *Partner.with_merged.filter(merged_into=person_id).values_list("pk", flat=True)]
    person_withdrawn.send(Partner, cards=cards)
    Identity.objects.filter(partner__in=cards).delete()
    PersonNotice.objects.filter(partner__in=cards).delete()
    own = Q(partner__in=cards)
    for model, owned in (
        (Relation, Q(source__in=cards) | Q(target__in=cards)),
        (PastInvolvement, own),
    ):
        model._base_manager.filter(owned).delete()  # type: ignore[attr-defined]
        model.history.filter(owned).delete()
    # Others may lean on a part or an offer (a loan), so those stay without a word, and end.
    for emptied in (Participation, Offer):
        for row in emptied._base_manager.filter(own):
            _emptied(row)
        emptied.history.filter(own).update(**dict.fromkeys(_texts_of(emptied), ""))
    # Of two cards that were made one, the note of that deed has the names of both.
    touched = Partner.history.filter(id__in=cards).values("change")
    Change.objects.filter(pk__in=touched, verb=Verb.MERGED).update(note="")
    nobody = {"name": called or _("resident"), "organisation": None}
    for card in Partner.with_merged.filter(pk__in=cards):
        _emptied(card, **nobody)
    Partner.history.filter(id__in=cards).update(**{**dict.fromkeys(_texts_of(Partner), ""), **nobody})


def _texts_of(model: type[models.Model]) -> list[str]:
    """The fields in which somebody writes freely; those that a later room adds are found as well."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and field.name != "search_name"
    ]


def _emptied(row: Any, **values: Any) -> None:
    """Store a row without its texts, and let it end today if it had not."""
    for name, value in {**dict.fromkeys(_texts_of(type(row)), ""), **values}.items():
        setattr(row, name, value)
    row.ended_on = row.ended_on or PartialDate.today().or_start(row.started_on)
    row.save()
