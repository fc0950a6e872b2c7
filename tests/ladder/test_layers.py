"""Where the carrying lies, worked out by hand."""

from datetime import date

from ladder.carrying import Picture, Story, _bands
from ladder.layers import Carried, Carrier, Carrying, Span, carrying_on, carrying_over

DAY = date(2020, 6, 1)
FROM_2016 = Span(date(2016, 1, 1))


def carrier(initiative: str, party: str, layer: str, span: Span = Span()) -> Carrier:  # noqa: B008 - frozen
    return Carrier(initiative, party, layer, span)


def test_each_initiative_counts_once_however_many_carry_it() -> None:
    initiatives = [Carried("tafel"), Carried("koor")]
    carriers = [
        carrier("tafel", "a", "burgers"),
        carrier("tafel", "b", "burgers"),
        carrier("tafel", "c", "professionals"),
        carrier("koor", "d", "maatschappelijk-middenveld"),
    ]
    found = carrying_on(initiatives, carriers, DAY)
    assert [round(weight, 3) for weight in found.weights] == [0.667, 1, 0.333]
    assert found.shares is not None
    assert round(sum(found.shares), 9) == 1
    assert (found.known, found.nobody, found.unknown, found.total) == (2, 0, 0, 2)


def test_who_has_two_roles_in_an_initiative_counts_once() -> None:
    carriers = [
        carrier("x", "a", "burgers"),
        carrier("x", "a", "burgers"),
        carrier("x", "b", "professionals"),
    ]
    assert carrying_on([Carried("x")], carriers, DAY).shares == (0.5, 0, 0.5)


def test_nobody_known_is_something_else_than_zero() -> None:
    found = carrying_on([Carried("x"), Carried("y")], [carrier("y", "a", "")], DAY)
    assert (found.shares, found.nobody, found.unknown) == (None, 1, 1)
    assert carrying_on([], [], DAY).shares is None


def test_what_had_not_begun_or_was_over_does_not_count() -> None:
    initiatives = [Carried("x", FROM_2016), Carried("old", Span(None, date(2019, 1, 1)))]
    carriers = [
        carrier("x", "first", "professionals", Span(None, date(2018, 12, 31))),
        carrier("x", "next", "burgers", Span(date(2019, 1, 1))),
        carrier("old", "a", "professionals"),
    ]
    assert carrying_on(initiatives, carriers, DAY).shares == (1, 0, 0)
    assert carrying_on(initiatives, carriers, date(2017, 1, 1)).shares == (0, 0, 1)
    assert carrying_on(initiatives, carriers, date(2015, 1, 1)).known == 1


def test_the_years_run_from_the_first_that_is_known_until_today() -> None:
    story = carrying_over([Carried("x", FROM_2016)], [carrier("x", "a", "burgers")], DAY)
    assert [one.day for one in story] == [*(date(year, 12, 31) for year in range(2016, 2020)), DAY]
    assert len(carrying_over([Carried("x", Span(date(1950, 1, 1)))], [], DAY)) == 12


def test_without_any_date_there_is_only_today() -> None:
    assert [one.day for one in carrying_over([Carried("x")], [], DAY)] == [DAY]
    assert [one.day for one in carrying_over([Carried("x", Span(date(2030, 1, 1)))], [], DAY)] == [DAY]


def pictured(*shares: tuple[float, float, float] | None) -> Story:
    """A kern that stood so at the end of each year since 2016."""
    rows = []
    for number, weights in enumerate(shares):
        one = Carrying(date(2016 + number, 12, 31), weights or (0, 0, 0), 1 if weights else 0, 0, 0)
        rows.append(Picture(one, _bands(one)))
    return Story(tuple(rows), 0, len(rows))


def test_pictures_are_of_the_years_in_which_it_moved() -> None:
    same, later = (0.25, 0.5, 0.25), (0.5, 0.25, 0.25)
    story = pictured(same, same, None, later, later, later)
    assert [picture.carrying.day.year for picture in story.pictures] == [2016, 2019, 2021]
    assert [(move.before, move.now) for move in story.moves] == [(0.25, 0.5), (0.5, 0.25), (0.25, 0.25)]


def test_of_many_moves_four_are_drawn_and_of_one_year_none_is_told() -> None:
    many = pictured(*((number / 10, 1 - number / 10, 0.0) for number in range(10)))
    assert [picture.carrying.day.year for picture in many.pictures] == [2016, 2019, 2022, 2025]
    assert pictured((1, 0, 0)).moves == ()
    assert pictured(None).moves == ()
