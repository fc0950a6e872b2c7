"""What somebody waits for in the browser: until the web stands still, while zooming, and what comes over the line."""

from typing import Any

from playwright.sync_api import Browser

from tools.bench import ours, rival
from tools.bench.site import Site
from tools.bench.sizes import LARGE, SMALL, Effort
from tools.bench.table import Line, kilobytes, part_95, seconds, times

SOONER, FRAME, WEIGHT = 100, 0.050, 100_000  # the goals


def stands_still(site: Site, browser: Browser, drawn: dict[int, rival.Drawn], effort: Effort) -> list[Line]:
    lines = []
    for size in (SMALL, LARGE):
        mine = ours.ready(browser, site.page_of(size), effort.visits)
        limit = effort.limits[size]
        theirs = rival.visit(browser, drawn[size], limit)
        is_over = theirs.still is None
        total = drawn[size].made_in + (limit if theirs.still is None else theirs.still + theirs.answer)
        ratio = total / mine.total
        other = f"pyvis {'meer dan ' if is_over else ''}{seconds(total)}"
        if not is_over:
            other += f" (klik {seconds(theirs.answer)})"
        own = f"{seconds(mine.total)} (stil {seconds(mine.still)}, klik {seconds(mine.answer)})"
        # At 200 there is a goal; a limit that is too short to tell decides nothing.
        is_open = size != SMALL or (is_over and ratio < SOONER)
        goal = f">= {SOONER}x{': onbeslist' if is_open else ''}" if size == SMALL else ""
        lines.append(
            Line(
                f"{size} partners: stil en kaartje na klik",
                own,
                other,
                times(ratio, at_least=is_over),
                goal,
                None if is_open else ratio >= SOONER,
            )
        )
        if theirs.shown is not None:
            shown = f"pyvis {seconds(theirs.shown)}, nog in beweging"
            lines.append(Line("  te zien", seconds(mine.still), shown, times(theirs.shown / mine.still)))
    return lines


def zooming(site: Site, browser: Browser, web: dict[str, Any]) -> list[Line]:
    moving, resting = ours.zooming(browser, site.page_of(LARGE))
    mine = part_95(moving)
    frames = rival.zooming(browser, rival.draw(web, site.folder, physics=False))
    theirs = part_95(frames)
    return [
        Line(
            f"{LARGE} partners: 95 % van de beelden bij zoomen",
            f"{seconds(mine)} ({len(moving)} beelden)",
            f"pyvis {seconds(theirs)} ({len(frames)} beelden, zonder natuurkunde)",
            times(theirs / mine),
            f"<= {seconds(FRAME)}",
            mine <= FRAME,
        ),
        Line(
            "  langste beeld tijdens zoomen, en erna bij scherp tekenen",
            f"{seconds(max(moving))}, {seconds(max(resting))}",
        ),
    ]


def weight(site: Site, browser: Browser, drawn: dict[int, rival.Drawn]) -> list[Line]:
    received = ours.sent(browser, site.page_of(SMALL))
    total, theirs = sum(received.values()), drawn[SMALL].bytes_sent
    head = Line(
        f"{SMALL} partners: verstuurd, alles samen",
        kilobytes(total),
        f"pyvis {kilobytes(theirs)} (zonder wat het van elders haalt)",
        times(theirs / total),
        f"< {kilobytes(WEIGHT)}",
        total < WEIGHT,
    )
    parts = sorted(received.items(), key=lambda pair: -pair[1])
    return [head, *(Line(f"  {path.rpartition('/static/')[2]}", kilobytes(size)) for path, size in parts)]
