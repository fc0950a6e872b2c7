"""The overview as a table to take along: what the page shows, in the same words, and nothing else."""

import csv
import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from dashboards.models import Measure
from dashboards.municipal.reading import People, Seen
from dashboards.municipal.showing import Band, CountRow, day_in_words
from ladder.wording import rung_in_words
from wijkweb.kit.harmless import harmless

Line = tuple[str, str, str, str, str, str]


def lines_of(
    kernen: Sequence[Seen], bands: Sequence[Band], rows: Sequence[CountRow], people: People
) -> Iterator[Line]:
    """A heading, and a line for each thing that is shown: kern, what, value, day, a year before, how sure."""
    yield (_("Kern"), _("What"), _("Value"), _("Day"), _("A year before"), _("How sure is this?"))
    for one in kernen:
        yield from _always(one)
    for band in bands:
        for cell in band.cells:
            if cell.is_shared:
                before = f"{cell.before} ({day_in_words(cell.before_day)})" if cell.before else ""
                yield (
                    cell.kern.name,
                    band.title,
                    cell.now,
                    day_in_words(cell.day),
                    before,
                    " ".join(cell.doubts),
                )
    for row in rows:
        name = row.kern.name if row.kern else _("These kernen together")
        for measure, words in zip(Measure, row.words, strict=True):
            yield (name, str(measure.label).capitalize(), words, day_in_words(people.day), "", "")


def _always(seen: Seen) -> Iterator[Line]:
    name, day = seen.kern.name, day_in_words(seen.day)
    for what, number in (
        (_("Organisations and groups"), seen.organisations),
        (_("Initiatives"), seen.initiatives),
    ):
        yield (name, what, _("cannot be said") if number is None else str(number), day, "", "")
    if seen.assessment:
        said = seen.assessment
        yield (
            name,
            _("Where the kern says it stands"),
            rung_in_words(said.rung),
            said.assessed_on.in_words,
            "",
            "",
        )


def as_csv(lines: Iterator[Line]) -> str:
    """With semicolons and a mark for Excel, which the Dutch one opens in columns; no cell can run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow([harmless(cell) for cell in line])
    return "\ufeff" + out.getvalue()
