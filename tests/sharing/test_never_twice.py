"""Nothing is lent twice: not by days that overlap, and not by twenty people at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from partners.models import Partner
from sharing.models import Loan, Taken
from sharing.services import booking, lending
from sharing.services.booking import AlreadyTaken, CannotLend, Period
from tests.factories import make_partner
from tests.sharing.conftest import (
    Place,
    saturday,
    soon,
)

SIDE = "/delen/afspraak/"


@pytest.mark.parametrize(
    ("period", "fits"),
    [
        (Period(soon(10), soon(10)), False),
        (Period(soon(9), soon(11)), False),
        (Period(soon(10), soon(10), 1, 2), False),
        (Period(soon(10), soon(10), 0, 0), True),
        (Period(soon(9), soon(10), 0, 0), True),
        (Period(soon(11), soon(12)), True),
        (Period(soon(8), soon(9)), True),
    ],
)
def test_what_overlaps_is_refused(period: Period, fits: bool, place: Place) -> None:
    place.asked(period=Period(soon(10), soon(10), 1, 2), is_agreed=True)
    if fits:
        place.asked(partner=place.church, period=period, is_agreed=True)
    else:
        with pytest.raises(AlreadyTaken):
            place.asked(partner=place.church, period=period, is_agreed=True)


def test_the_database_itself_refuses_the_same_part_of_a_day_twice(place: Place) -> None:
    loan = place.asked(is_agreed=True)
    other = place.asked(partner=place.church, period=saturday(30))
    slot = Taken.objects.filter(loan=loan)[0].slot
    with pytest.raises(IntegrityError), transaction.atomic():
        Taken.objects.create(offer=place.bus, loan=other, slot=slot)


def at_once(count: int, deed: Callable[[int], Any]) -> list[str]:
    """Let many threads do it at the same moment; what each got."""
    gate, found = threading.Barrier(count), []

    def run(number: int) -> None:
        gate.wait()
        try:
            deed(number)
            found.append("won")
        except CannotLend:
            found.append("taken")
        except Exception as error:
            found.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def twenty(transactional_db: None, place: Place) -> list[Partner]:
    return [make_partner(f"Club {number}", place.kern) for number in range(20)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
def test_of_twenty_that_book_at_once_one_wins(twenty: list[Partner], place: Place) -> None:
    found = at_once(20, lambda number: place.asked(partner=twenty[number], is_agreed=True))
    assert sorted(found) == ["taken"] * 19 + ["won"]
    assert Loan.objects.filter(state="toegezegd").count() == 1
    assert Taken.objects.count() == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
def test_of_twenty_that_are_told_yes_at_once_one_wins(twenty: list[Partner], place: Place) -> None:
    loans = [
        place.asked(partner=one, period=Period(soon(10), soon(10 + n % 3))) for n, one in enumerate(twenty)
    ]
    found = at_once(20, lambda number: lending.agree(loans[number]))
    assert sorted(found) == ["taken"] * 19 + ["won"]
    assert Loan.objects.filter(state="toegezegd").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
def test_without_the_lock_the_database_still_lets_one_win(
    twenty: list[Partner], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking, "is_free", lambda *_: True)
    monkeypatch.setattr(lending, "_held", lambda loan: Loan.objects.with_both().get(pk=loan.pk))
    loans = [place.asked(partner=one) for one in twenty]
    found = at_once(20, lambda number: lending.agree(loans[number]))
    assert sorted(found) == ["taken"] * 19 + ["won"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite writes one by one")
def test_without_any_guard_more_than_one_wins(
    twenty: list[Partner], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the three tests above could not fail."""
    monkeypatch.setattr(booking, "is_free", lambda *_: True)
    monkeypatch.setattr(lending, "occupy_or_refuse", lambda _loan: None)
    loans = [place.asked(partner=one) for one in twenty]
    assert at_once(20, lambda number: lending.agree(loans[number])).count("won") == 20
