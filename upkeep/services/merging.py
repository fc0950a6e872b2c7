"""Two cards of one party become one: everything joins, nothing is lost, and it can be undone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.access import Visibility, require
from changes.models import Change, Verb
from changes.services import recorded, taken_back, version_of
from partners.models import Identity, Partner, PartnerForm
from partners.services.circles import hold_with_those_above
from partners.services.entering import form_of
from upkeep.services.comparing import FIELDS, chosen, most_certain, suggested
from upkeep.services.moving import OWN_FIELDS, move_all

NARROW = [Visibility.SELF, Visibility.COORDINATORS, Visibility.NETWORK, Visibility.PUBLIC]


class CannotMerge(Exception):
    """Two cards that cannot become one, with the reason in words; nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def merge(
    kept: Partner,
    gone: Partner,
    *,
    acting_user: Any,
    picks: Mapping[str, str] | None = None,
    seen: str = "",
    token: UUID | None = None,
) -> Change:
    """Let `gone` go up in `kept`, which keeps its address; the old address leads there.

    picks: for each field whose value stays ("blijft", "gaat-op", "beide"); what is not picked gets the value
    that does best. seen: what `seen_of` gave when they were compared; empty when nobody looked. Ties, parts, offers and the like move along; doubles are joined. The name of a person moves
    only when the other has none, and nobody gets to see more than before.
    Raises CannotMerge when one of them was merged meanwhile or they are of different sorts, ValidationError
    when the values do not go together, Http404 or PermissionDenied without the right to edit both.
    """
    require(acting_user, "edit", kept)
    require(acting_user, "edit", gone)
    note = _("%(gone)s went up in %(kept)s") % {"gone": gone.name, "kept": kept.name}
    subject = kept.get_absolute_url()
    with recorded(
        Verb.MERGED, acting_user=acting_user, kern=kept.kern, note=note, token=token, subject=subject
    ) as change:
        kept, gone = _locked(kept, gone)
        _refuse_odd_pairs(kept, gone)
        if seen and seen != seen_of(kept, gone):
            raise CannotMerge(_("One of the cards was changed meanwhile. Nothing was merged; look again."))
        _refuse_circles(kept, gone)
        move_all(gone, kept)
        _settle(kept, gone, picks or {})
        gone.merged_into = kept
        gone.save()
        _carry_identity(kept, gone)
    return change


def _locked(kept: Partner, gone: Partner) -> tuple[Partner, Partner]:
    """Both as they are now, locked in a fixed order so that two merges wait for each other."""
    if kept.pk == gone.pk:
        raise CannotMerge(_("This is the same card twice. Choose another one."))
    hold_with_those_above({kept.pk, gone.pk})
    rows = Partner.with_merged.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < 2:
        raise CannotMerge(_("One of the two no longer exists. Nothing was changed."))
    return found[kept.pk], found[gone.pk]


def _refuse_odd_pairs(kept: Partner, gone: Partner) -> None:
    merged = next((one for one in (kept, gone) if one.merged_into_id), None)
    if merged is not None:
        text = _("“%(name)s” was merged by somebody else meanwhile. Nothing was changed; look again.")
        raise CannotMerge(text % {"name": merged.name})
    if (kept.form == PartnerForm.PERSON) != (gone.form == PartnerForm.PERSON):
        raise CannotMerge(_("A person and an organisation are never the same. Nothing was changed."))


def _refuse_circles(kept: Partner, gone: Partner) -> None:
    """A party cannot come to lie under what lies under itself."""
    for low, high in ((kept, gone), (gone, kept)):
        above, seen = low.parent, {low.pk}
        while above is not None and above.pk not in seen:
            if above.parent_id == high.pk:
                text = _("“%(name)s” lies between the two. Make it part of something else first.")
                raise CannotMerge(text % {"name": above.name})
            seen.add(above.pk)
            above = above.parent


def _settle(kept: Partner, gone: Partner, picks: Mapping[str, str]) -> None:
    """Give the card that stays the chosen values; who may see it never grows."""
    for name in FIELDS:
        key = Partner._meta.get_field(name).attname  # type: ignore[union-attr]
        mine, theirs = getattr(kept, key), getattr(gone, key)
        value = chosen(name, picks.get(name) or suggested(name, mine, theirs), mine, theirs)
        if name in OWN_FIELDS and value in (kept.pk, gone.pk):
            value = None if {mine, theirs} <= {None, kept.pk, gone.pk} else _other(mine, theirs, kept, gone)
        setattr(kept, key, value)
    kept.form = form_of(kept.kind)
    kept.visibility = min(kept.visibility, gone.visibility, key=NARROW.index)  # type: ignore[arg-type]
    kept.is_trusted = kept.is_trusted and gone.is_trusted
    kept.certainty = most_certain(kept.certainty, gone.certainty)
    kept.confirmed_on = max(filter(None, (kept.confirmed_on, gone.confirmed_on)), default=None)
    kept.term_months = min(filter(None, (kept.term_months, gone.term_months)), default=None)
    kept.full_clean()
    kept.save()


def _other(mine: Any, theirs: Any, kept: Partner, gone: Partner) -> Any:
    """Of two parties to belong to, the one that is not one of the two cards."""
    return next((pk for pk in (mine, theirs) if pk not in (None, kept.pk, gone.pk)), None)


def _carry_identity(kept: Partner, gone: Partner) -> None:
    """The name of a person comes along only when the card that stays has none; a consent is never made wider."""
    if not Identity.objects.filter(partner=kept).exists():
        Identity.objects.filter(partner=gone).update(partner=kept, moved_from=gone)


def _settle_identities(sender: Any, change: Change, undoing: Change, **_kwargs: Any) -> None:
    """Names have no history, so they go back, or along again, with the cards that do."""
    lines = Partner.history.filter(change=undoing).values_list("id", flat=True)
    partners = Partner.with_merged.filter(pk__in=set(lines))
    for partner in partners.select_related("merged_into"):
        if partner.merged_into is not None:
            _carry_identity(partner.merged_into, partner)
        elif not Identity.objects.filter(partner=partner).exists():
            Identity.objects.filter(moved_from=partner).update(partner=partner, moved_from=None)


def connect() -> None:
    taken_back.connect(_settle_identities, dispatch_uid="upkeep.merging")


def seen_of(kept: Partner, gone: Partner) -> str:
    """The versions of two cards, to see later whether somebody changed them."""
    return f"{version_of(kept)}-{version_of(gone)}"


def why_not(kept: Partner, gone: Partner) -> str:
    """Why these two cannot become one, or nothing; for the page that compares them."""
    try:
        if kept.pk == gone.pk:
            raise CannotMerge(_("This is the same card twice. Choose another one."))
        _refuse_odd_pairs(kept, gone)
        _refuse_circles(kept, gone)
    except CannotMerge as error:
        return error.reason
    return ""
