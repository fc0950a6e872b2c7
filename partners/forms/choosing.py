"""Choosing a kind, and choosing another party by typing its name."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import viewer_of
from partners.models import PERSON_KINDS, Partner, PartnerForm, PartnerKind
from partners.services.entering import form_of
from places.models import Kern
from wijkweb.kit.text import fold

LIFE_DOMAIN_UNKNOWN = ("", _("not known yet"))


def kind_choices(first: Any = None) -> list[Any]:
    """The kinds under three headings, after an empty choice when `first` says what it reads."""
    organisations = [kind for kind in PartnerKind if form_of(kind) == PartnerForm.ORGANISATION]
    groups = [
        (_("organisation"), organisations),
        (_("informal group"), [PartnerKind.INFORMAL_GROUP]),
        (_("person, by role"), PERSON_KINDS),
    ]
    choices: list[Any] = [("", first)] if first else []
    return choices + [
        (capfirst(str(label)), [(kind.value, capfirst(str(kind.label))) for kind in kinds])
        for label, kinds in groups
    ]


class KindSelect(forms.Select):
    """A list of kinds of which each says what sort of party it makes, so that the form can follow."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-form"] = form_of(str(value)).value
        return option


class Parties:
    """The parties that somebody may choose from around a kern, each with a label of its own; one query."""

    def __init__(self, user: Any, kern: Kern | None, also: Iterable[int | None] = ()) -> None:
        around = Kern.objects.ids_around(kern.pk) if kern else []
        visible = Partner.objects.visible_to_viewer(viewer_of(user))
        wanted = visible.filter(kern_id__in=around) | visible.filter(pk__in=[pk for pk in also if pk])
        rows = list(wanted.only("pk", "slug", "name", "search_name", "kind", "form", "kern_id").order_by("search_name", "pk"))  # fmt: skip
        twice = Counter(row.search_name for row in rows)
        self.labels: dict[int, str] = {}
        self.by_words: dict[str, Partner] = {}
        for row in rows:
            label = row.name if twice[row.search_name] == 1 else f"{row.name} ({row.slug})"
            self.labels[row.pk] = label
            self.by_words[fold(label)] = row
        self.rows = rows

    def like(self, text: str) -> list[str]:
        """A few names in which the text occurs, to help who wrote it a little differently."""
        words = fold(text).split()
        found = [self.labels[row.pk] for row in self.rows if all(word in row.search_name for word in words)]
        return found[:3] if words else []


class PartyField(forms.CharField):
    """Another party by its name; the browser offers the names while one types (a `datalist`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=420, **kwargs)
        self.widget.attrs.update({"list": "partijen", "autocomplete": "off"})
        self.parties: Parties | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and self.parties:
            return self.parties.labels.get(value, "")
        return value

    def clean(self, value: Any) -> Partner | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        assert self.parties is not None  # noqa: S101 - the form gives them
        found = self.parties.by_words.get(fold(text))
        if found:
            return found
        near = self.parties.like(text)
        if near:
            meant = ", ".join(f"“{name}”" for name in near)
            raise forms.ValidationError(_("No party has exactly this name. Did you mean %(names)s?"), params={"names": meant})  # fmt: skip
        raise forms.ValidationError(_("No party has this name. Add it first, or leave this open for now."))
