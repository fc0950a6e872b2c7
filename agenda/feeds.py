"""The agenda as a calendar to subscribe to: of a kern, of a life domain in it, or of a partner. Public things only.

A phone does not sign in, so a feed holds what everybody may see. The file is made once for each fingerprint of what it is
made of. When it is made again, only what became different is written anew: each entry is kept as text, beside what that
text depends on.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import ANYBODY, visible_records
from agenda.events import UNWRITTEN, event_from_outside, events_of, versions_of
from agenda.happenings import activities_seen
from agenda.ics import Calendar, event_texts, framed
from agenda.models import Occurrence, OutsideCalendar, OutsideEvent
from initiatives.models import Activity, Initiative, Organiser
from partners.models import LifeDomain, Partner
from places.models import Kern
from post.services import absolute
from wijkweb.kit.partial_dates import PartialDate

BEHIND = timedelta(days=366)  # what took place longer ago is no longer in a calendar
KEPT = 7 * 24 * 3600
FORMAT = "2"  # of the file; raise it when the same activities have to be written anew
MADE_OF = (Activity, Occurrence, Organiser, Partner, Initiative, OutsideCalendar)
HERE, OUTSIDE = (
    "here",
    "outside",
)  # where an entry comes from: an activity, or something in the calendar of a partner

Name = tuple[str, int]  # where it comes from, and its number
Kept = dict[Name, tuple[Any, str]]  # of each entry: what its text depends on, and that text


@dataclass(frozen=True)
class Feed:
    """Which activities, under which name, and the page where they stand."""

    name: str
    path: str
    kern_ids: tuple[int, ...] = ()
    domain: str = ""
    partner: int | None = None
    activity: int | None = None

    def fingerprint(self) -> str:
        """Of this feed and of everything that it may be made of; a query for each of six tables and for what was read."""
        latest = [
            model.history.order_by("-history_id").values_list("history_id", "history_date").first()  # type: ignore[attr-defined]
            for model in MADE_OF
        ]
        read = list(self._calendars().values_list("pk", "fingerprint", "read_on").order_by("pk"))
        parts = [FORMAT, self, latest, read, timezone.localdate().isoformat(), settings.SITE_URL]
        return sha256(repr(parts).encode()).hexdigest()

    def content(self, fingerprint: str) -> bytes:
        """The file, made once for each fingerprint."""
        if self.activity is not None:
            return self.made({})  # of one activity; cheaper to make than to keep
        cache, name = caches["drawings"], sha256(repr([FORMAT, self, settings.SITE_URL]).encode()).hexdigest()
        kept: tuple[str, bytes] | None = cache.get(f"agenda-file-{name}")
        if kept and kept[0] == fingerprint:
            return kept[1]
        texts: Kept = cache.get(f"agenda-texts-{name}") or {}
        content = self.made(texts)
        cache.set(f"agenda-texts-{name}", texts, KEPT)
        cache.set(f"agenda-file-{name}", (fingerprint, content), KEPT)
        return content

    def made(self, texts: Kept) -> bytes:
        """The file, of the texts that still hold and of others written anew; `texts` becomes what was used for it."""
        depends = self._entries()
        used = {name: texts[name] for name, on in depends.items() if name in texts and texts[name][0] == on}
        for name, text in self._written({name: on for name, on in depends.items() if name not in used}):
            used[name] = (depends[name], text)
        texts.clear()
        texts.update({name: used[name] for name in depends if name in used})
        calendar = Calendar(self.name, absolute(self.path), _("From wijkweb. It follows every change."))
        return framed(calendar, *(text for _on, text in texts.values()))

    def _entries(self) -> dict[Name, Any]:
        """What is in this feed, in order, each with everything that its text depends on; nine queries at most.

        An activity: how often and when it was changed, and the names of others that stand in it. What is read from the
        calendar of a partner: the same, and the name of that partner.
        """
        rows = self._activities()
        versions, parties = versions_of(rows), _Parties.of(rows)
        found: dict[Name, Any] = {
            (HERE, pk): (
                versions.get(pk, UNWRITTEN),
                slug,
                parties.hosts.get(host or 0),
                parties.organisers[pk],
            )
            for pk, slug, host, initiative in rows.values_list("pk", "slug", "location_partner", "initiative")
            if not self.domain or self.domain in parties.domains_of(pk, initiative)
        }
        told = self._outside().values_list(
            "pk", "calendar", "key", "sequence", "changed_at", "calendar__partner__name"
        )
        return found | {(OUTSIDE, pk): tuple(rest) for pk, *rest in told}

    def _written(self, depends: dict[Name, Any]) -> Iterable[tuple[Name, str]]:
        """The texts of these entries, read and written anew."""
        ids = {source: [pk for kind, pk in depends if kind == source] for source in (HERE, OUTSIDE)}
        if ids[HERE]:
            for activity in activities_seen(ANYBODY, as_lists=True).filter(pk__in=ids[HERE]):
                version = depends[HERE, activity.pk][0]
                yield (HERE, activity.pk), event_texts(events_of(activity, *version))
        if ids[OUTSIDE]:
            for row in self._outside().filter(pk__in=ids[OUTSIDE]).select_related("calendar__partner"):
                yield (OUTSIDE, row.pk), event_texts([event_from_outside(row)])

    def _activities(self) -> QuerySet[Activity]:
        since = timezone.localdate() - BEHIND
        once = Q(rule="", dated_on__gte=PartialDate.from_day(since).number)
        again = ~Q(rule="") & (Q(repeats_until__isnull=True) | Q(repeats_until__gte=since))
        rows: QuerySet[Activity] = Activity.objects.visible_to_viewer(ANYBODY).order_by("pk")
        if self.activity is not None:
            return rows.filter(pk=self.activity)
        rows = rows.filter(once | again)
        if self.partner is not None:
            return rows.filter(pk__in=Organiser.objects.filter(partner=self.partner).values("activity"))
        return rows.filter(kern_id__in=self.kern_ids)

    def _calendars(self) -> QuerySet[OutsideCalendar]:
        """The calendars of partners that are read into this feed; of a partner whom not everybody may see there are none."""
        rows = OutsideCalendar.objects.visible_to_viewer(ANYBODY)
        rows = rows.filter(visible_records(ANYBODY, "partner__kern"))
        if self.partner is not None:
            return rows.filter(partner=self.partner)
        rows = rows.filter(kern_id__in=self.kern_ids)
        return rows.filter(partner__life_domain=self.domain) if self.domain else rows

    def _outside(self) -> QuerySet[OutsideEvent]:
        return OutsideEvent.objects.filter(calendar__in=self._calendars()).order_by("calendar", "day", "pk")


@dataclass
class _Parties:
    """The partners in a set of activities, as everybody may see them: where it is, who organises it, their domains."""

    hosts: dict[int, str]
    organisers: dict[int, tuple[str, ...]] = field(default_factory=lambda: defaultdict(tuple))
    domains: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    initiatives: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: QuerySet[Activity]) -> "_Parties":
        plain = rows.order_by()
        hosts = Partner.objects.visible_to_viewer(ANYBODY).filter(pk__in=plain.values("location_partner"))
        found = cls(dict(hosts.values_list("pk", "name")))
        organisers = Organiser.objects.filter(
            visible_records(ANYBODY, "partner__kern"), activity__in=plain.values("pk")
        ).order_by("position", "pk")
        for pk, name, domain in organisers.values_list("activity", "partner__name", "partner__life_domain"):
            found.organisers[pk] += (name,)
            found.domains[pk].add(domain)
        initiatives = Initiative.objects.visible_to_viewer(ANYBODY).filter(pk__in=plain.values("initiative"))
        found.initiatives = dict(initiatives.values_list("pk", "life_domains"))
        return found

    def domains_of(self, activity: int, initiative: int | None) -> set[str]:
        return self.domains[activity] | set(self.initiatives.get(initiative or 0, ()))


def of_kern(kern: Kern) -> Feed:
    name = _("Agenda of %(name)s") % {"name": kern.name}
    return Feed(name, reverse("agenda", args=[kern.slug]), tuple(Kern.objects.ids_below(kern.pk)))


def of_domain(kern: Kern, domain: str) -> Feed:
    words = {"name": kern.name, "domain": LifeDomain(domain).label}
    path = f"{reverse('agenda', args=[kern.slug])}?levensgebied={domain}"
    name = _("Agenda of %(name)s: %(domain)s") % words
    return Feed(name, path, tuple(Kern.objects.ids_below(kern.pk)), domain=domain)


def of_partner(partner: Partner) -> Feed:
    name = _("Agenda of %(name)s") % {"name": partner.name}
    return Feed(name, partner.get_absolute_url(), partner=partner.pk)


def of_activity(activity: Activity) -> Feed:
    return Feed(activity.name, activity.get_absolute_url(), activity=activity.pk)
