"""How the ladder says its numbers: no more precise than they can be trusted, and always what they are compared with."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext

from ladder.rungs import DOUBTS, DOWN, NO_SNAPSHOT, RULES_BY_ID, SAME, TOO_EARLY, UP, Signal, rung
from network.telling import value_in_words


def in_units(value: float | None, unit: str) -> str:
    """A value with its unit, as the page of figures writes it; nothing when there is none."""
    return "" if value is None else value_in_words(value, unit)


def arrow(signal: Signal) -> str:
    """A sign for the direction, beside the same in words."""
    return {UP: "↗", DOWN: "↘", SAME: "→"}.get(signal.direction, "")


def moved(signal: Signal) -> str:
    """How a signal moved, in words."""
    if signal.previous_day is None or signal.direction not in (UP, DOWN, SAME):
        return gettext("nothing earlier to compare with")
    then = {
        "value": in_units(signal.previous, signal.unit),
        "day": date_format(signal.previous_day, "F Y"),
    }
    if signal.direction == UP:
        return gettext("higher than in %(day)s (%(value)s)") % then
    if signal.direction == DOWN:
        return gettext("lower than in %(day)s (%(value)s)") % then
    return gettext("about the same as in %(day)s (%(value)s)") % then


def why_not(signal: Signal) -> str:
    """Why a signal cannot be said, as a sentence."""
    if signal.reason == NO_SNAPSHOT:
        return gettext("The figures of this kern have not been computed yet.")
    return gettext("Too little is known to say this.")


def shared_doubts(signals: Iterable[Signal]) -> tuple[str, ...]:
    """The doubts that hold for every signal that can be said: told once, above them. None when there are fewer than two."""
    said = [signal for signal in signals if signal.value is not None]
    return tuple(code for code in DOUBTS if len(said) > 1 and all(code in one.doubts for one in said))


def doubts_in_words(codes: Iterable[str]) -> list[str]:
    """Doubts as sentences; that no persons are counted is told elsewhere."""
    return [gettext(DOUBTS[code]) for code in codes if code in DOUBTS and code != "no_people"]


def doubts_of(signal: Signal, told: Iterable[str] = ()) -> list[str]:
    """Why a signal may be doubted, as sentences, without those that were told already."""
    return doubts_in_words(code for code in signal.doubts if code not in tuple(told or ()))


def rung_in_words(number: int | None) -> str:
    """What a kern said: the rung with its name, or that it is too early."""
    if number is None:
        return gettext(TOO_EARLY)
    return gettext("Rung %(number)s: %(name)s") % {"number": number, "name": gettext(rung(number).name)}


def signal_in_words(signal: Signal) -> str:
    """A signal in one line, for who picks it: the rung, what it is called, how much, and how it moved."""
    name = f"{signal.rung}. {gettext(RULES_BY_ID[signal.id].name)}"
    if signal.value is None:
        return gettext("%(name)s: cannot be said") % {"name": name}
    return f"{name}: {in_units(signal.value, signal.unit)}, {moved(signal)}"
