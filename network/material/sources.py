"""The rows of a kern as one audience may see them, and what they say about any day."""

import hashlib
import json
from bisect import bisect_right
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from initiatives.happening import series_of
from network.analysis.figures import Activity, Course, Group, Material
from network.analysis.web import Partner, Period, Web, build_web
from network.days import half_year_before, year_before
from network.material.confirmations import Confirmations, confirmations_of
from network.material.courses import Turns, turns_of
from network.models import Audience
from network.source import Party, Source, parties_of, partner_record, period
from partners.models import Certainty, PartnerForm

Row = tuple[Any, ...]
COORDINATORS = ("welzijnscoordinator", "dorpscoordinator", "wijkcoordinator", "kerncoordinator")
"""How the role of a person begins who is the coordinator of a kern, folded."""

MOST_NODES = 20_000  # in the webs that are kept at hand


@dataclass(frozen=True)
class Stretch:
    """What stays the same from one day on which something begins or ends until the next."""

    web: Web
    partners: dict[str, Partner]
    derived: frozenset[tuple[str, str]]
    groups: tuple[Group, ...]
    home: tuple[Row, ...]
    ties: tuple[Row, ...]

    @cached_property
    def digest(self) -> str:
        """The same text for the same stretch."""
        web = self.web
        edges = [(one, other, sorted(data.items())) for one, other, data in web.whole.edges(data=True)]
        parts = [(part.initiative, part.partner, part.role) for part in web.participations]
        partners = [
            (one.id, one.kern, one.life_domain, one.layer, one.involvement, one.kind)
            for _slug, one in sorted(self.partners.items())
        ]
        content = [edges, parts, partners, sorted(web.home), web.initiatives]
        return digest_of([content, sorted(self.derived), [astuple(group) for group in self.groups]])

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The ties, sorted."""
        return sorted((min(pair), max(pair)) for pair in self.web.partners.edges)


def digest_of(content: object) -> str:
    """A text that differs when plain values differ."""
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


@dataclass(frozen=True)
class Sources:
    """Everything of a kern that the figures of any day need, as one audience may see it."""

    audience: str
    source: Source
    tie_rows: tuple[Row, ...]
    home_rows: tuple[Row, ...]
    activity_rows: tuple[Row, ...]
    organiser_rows: tuple[Row, ...]
    organiser_parties: tuple[Row, ...]
    origin_rows: tuple[Row, ...]
    phase_rows: tuple[Row, ...]
    partners_confirmed: tuple[Row, ...]
    ties_confirmed: tuple[Row, ...]

    @cached_property
    def mark(self) -> str:
        """The same text as long as this audience would read the very same rows."""
        rows = [
            self.tie_rows, self.home_rows, self.activity_rows, self.organiser_rows, self.organiser_parties,
            self.origin_rows, self.phase_rows, self.partners_confirmed, self.ties_confirmed,
        ]  # fmt: skip
        return digest_of([self.source.mark, rows])

    @cached_property
    def first_day(self) -> date | None:
        """The first day on which a tie, a part or an initiative is known to have begun or ended; None when none is."""
        tables = (self.source.relation_rows, self.source.participation_rows, self.source.initiative_rows)
        dates = [date for rows in tables for row in rows for date in row[-2:] if date]
        return min((date.first_day for date in dates), default=None)

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """The days on which something in this web began or ended; a year or a month counts on its last day."""
        return tuple(sorted({date.last_day for date in self.source.change_days}))

    def on(self, day: date) -> Material:
        """What the figures of one day are made from."""
        now, before = self._stretch(day), half_year_before(day)
        has_before = self.first_day is not None and before >= self.first_day
        previous = self._stretch(before) if has_before else None
        confirmed, records = self._freshness(now, day)
        return Material(
            day=day,
            web=replace(now.web, day=day),
            previous=replace(previous.web, day=before) if previous else None,
            partners=self._organisers | (previous.partners if previous else {}) | now.partners,
            derived=now.derived,
            activities=self._activities(day),
            courses=self._courses(day),
            groups=now.groups,
            confirmed=confirmed,
            records=records,
            coordinators=frozenset(self._coordinators & now.web.partners.nodes),
            people_seen=self.audience == Audience.KERN,
        )

    def fingerprint_on(self, day: date) -> str:
        """The same text for two days when their figures must be the same."""
        now, before = self._stretch(day), half_year_before(day)
        has_before = self.first_day is not None and before >= self.first_day
        activities = self._activities(day)
        organisers = {slug for activity in activities for slug in activity.organisers}
        domains = [(slug, self._organisers[slug].life_domain) for slug in sorted(organisers)]
        courses = [(*astuple(one), _is_a_year_on(one.handed_over, day)) for one in self._courses(day)]
        content = [self.audience, now.digest, self._stretch(before).pairs if has_before else None]
        return digest_of(
            [content, [astuple(one) for one in activities], domains, courses, *self._freshness(now, day)]
        )

    # --- the web ----------------------------------------------------------------------------------

    @cached_property
    def _stretches(self) -> dict[int, Stretch]:
        return {}

    @cached_property
    def _borders(self) -> list[date]:
        """The days from which on the web differs from that of the day before."""
        records = self.source.records
        tables = (records.partners, records.relations, records.initiatives, records.participations)
        spans = [record.period for table in tables for record in table]
        found = {span.start for span in spans if span.start}
        found |= {span.end + timedelta(days=1) for span in spans if span.end and span.end < date.max}
        return sorted(found | {row[-1] for row in self.source.past_rows})

    def _stretch(self, day: date) -> Stretch:
        """The stretch of a day; the ones asked for last are kept, as many as memory can bear."""
        place, found = bisect_right(self._borders, day), self._stretches
        found[place] = found.pop(place) if place in found else self._made(day)
        while len(found) > 2 and sum(len(one.web.whole) for one in found.values()) > MOST_NODES:
            del found[next(iter(found))]
        return found[place]

    def _made(self, day: date) -> Stretch:
        web = build_web(self.source.records, [str(pk) for pk in self.source.kern_ids], day)
        parties = self.source.parties_on(day)
        slugs, edges = self._slugs, web.partners
        return Stretch(
            web=web,
            partners={slug: partner_record(parties[slug]) for slug in web.partners},
            derived=self._derived(web, day),
            groups=self._groups(web),
            home=tuple(row for row in self.home_rows if row[1] in web.home),
            ties=tuple(
                row
                for row in self.tie_rows
                if period(row[4], row[5]).covers(day)
                and edges.has_edge(slugs.get(row[1], ""), slugs.get(row[2], ""))
            ),
        )

    @cached_property
    def _slugs(self) -> dict[int, str]:
        return {row[0]: row[2] for row in self.source.partner_rows}

    @cached_property
    def _coordinators(self) -> frozenset[str]:
        people = (party for party in self.source.parties.values() if party.form == PartnerForm.PERSON)
        return frozenset(person.id for person in people if person.search_name.startswith(COORDINATORS))

    @cached_property
    def _certainties(self) -> list[tuple[str, str, str, Period]]:
        """Both ends, certainty and period of every tie, belonging to an organisation included."""
        slugs = self._slugs
        found = [
            (slugs[row[1]], slugs[row[2]], row[3], period(row[4], row[5]))
            for row in self.tie_rows
            if row[1] in slugs and row[2] in slugs
        ]
        members = (party for party in self.source.parties.values() if party.member_of)
        return found + [
            (party.id, party.member_of, party.certainty, period(party.started_on, party.ended_on))
            for party in members
        ]

    def _derived(self, web: Web, day: date) -> frozenset[tuple[str, str]]:
        """The pairs of which every tie of that day was inferred."""
        found: dict[str, set[tuple[str, str]]] = {Certainty.INFERRED: set(), Certainty.LITERAL: set()}
        for one, other, certainty, span in self._certainties:
            if span.covers(day):
                found[certainty].add((min(one, other), max(one, other)))
        inferred = found[Certainty.INFERRED] - found[Certainty.LITERAL]
        return frozenset(pair for pair in inferred if web.partners.has_edge(*pair))

    def _groups(self, web: Web) -> tuple[Group, ...]:
        """The informal groups at home; on whom one hangs is empty when this audience may not see that party."""
        seen = self.source.parties
        return tuple(
            Group(slug, hangs_on if hangs_on in seen else "", successor if successor in seen else "")
            for _pk, slug, form, hangs_on, successor, *_rest in self.home_rows
            if form == PartnerForm.GROUP and slug in web.home
        )

    # --- what people did --------------------------------------------------------------------------

    @cached_property
    def _organisers(self) -> dict[str, Partner]:
        """Every party that organised an activity, as it is now."""
        parties: dict[str, Party] = self.source.parties | parties_of(self.organiser_parties)
        slugs = {slug for _activity, slug in self.organiser_rows}
        return {slug: partner_record(parties[slug]) for slug in sorted(slugs & parties.keys())}

    @cached_property
    def _organised(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for activity, slug in self.organiser_rows:
            found.setdefault(activity, []).append(slug)
        return found

    def _activities(self, day: date) -> tuple[Activity, ...]:
        """Those of the year up to `day`, and those of which nobody knows when; a month counts on its last day.

        What repeats is there once when it took place in that year, on the last of its days.
        """
        since, found = year_before(day), []
        for pk, slug, dated_on, open_to_all, *repeats in self.activity_rows:
            held = period(dated_on, dated_on)
            if series := series_of(dated_on, *repeats):
                held = Period(*series.days(since, day)[-1:] * 2)
                if held.end is None:
                    continue
            elif dated_on is not None and not since <= dated_on.last_day <= day:
                continue
            found.append(Activity(slug, held, tuple(self._organised.get(pk, ())), open_to_all))
        return tuple(found)

    @cached_property
    def _turns(self) -> tuple[Turns, ...]:
        return turns_of(self.source, self.origin_rows, self.phase_rows)

    def _courses(self, day: date) -> tuple[Course, ...]:
        return tuple(turns.on(day) for turns in self._turns if turns.started is None or turns.started <= day)

    # --- freshness --------------------------------------------------------------------------------

    @cached_property
    def _confirmations(self) -> tuple[Confirmations, Confirmations]:
        return confirmations_of(self.partners_confirmed), confirmations_of(self.ties_confirmed)

    def _freshness(self, now: Stretch, day: date) -> tuple[int, int]:
        """How many partners at home and ties were confirmed within their term on `day`, and how many there were.

        That is known from the first line of their history on. Of a day before anybody kept track nothing can be said,
        and both are 0.
        """
        partners, ties = self._confirmations
        known_from = [one.tracked_from for one in (partners, ties) if one.tracked_from]
        if day < min([*known_from, timezone.localdate()]):
            return 0, 0
        fresh = [partners.is_fresh(row[0], row[5], row[6:], day) for row in now.home]
        fresh += [ties.is_fresh(row[0], row[6], row[7:], day) for row in now.ties]
        return sum(fresh), len(fresh)


def _is_a_year_on(handed_over: date | None, day: date) -> bool:
    """Whether an initiative was handed over so long ago that it shows whether it lives on."""
    return handed_over is not None and handed_over < year_before(day)
