"""Which parties could help, worked out by hand; and what a text says or is about."""

import pytest

from residents.alike import Running, rank
from residents.suggesting import DOMAIN, OFFERS, ROOM, TARGET, Party, Reason, Wanted, kinds_asked, suggest
from wijkweb.kit.looking import ADDRESS_ASKED, HEALTH_ASKED, PHONE_ASKED, questions_about


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", set()),
        ("Een zaal om te oefenen", {"ruimte"}),
        ("Tafels en stoelen, en iemand met een aanhanger", {"materiaal", "vervoer"}),
        ("Wie kan helpen?", {"menskracht"}),
        ("Wat subsidie en goede raad", {"geld", "kennis"}),
        ("Gezelligheid", set()),
    ],
)
def test_what_is_asked(text: str, kinds: set[str]) -> None:
    assert kinds_asked(text) == kinds


def test_an_offer_weighs_more_than_a_room_a_group_or_a_domain() -> None:
    wanted = Wanted("een zaal", frozenset({"wonen"}), frozenset({"Ouderen"}))
    parties = [
        Party(1, "wonen"),
        Party(2, target_groups=frozenset({"ouderen"})),
        Party(3, has_room=True),
        Party(4, offers=(("ruimte", "een lokaal"),)),
        Party(5, offers=(("ruimte", "de grote zaal"),)),
        Party(6, "veiligheid", offers=(("geld", "een potje"),)),
    ]
    found = suggest(wanted, parties)
    assert [(one.key, one.score) for one in found] == [(5, 6), (4, 4), (3, 3), (2, 2), (1, 1)]
    assert found[0].reasons == (Reason(OFFERS, "ruimte"),)
    reasons = {one.key: one.reasons for one in found}
    assert reasons[3] == (Reason(ROOM),)
    assert reasons[2] == (Reason(TARGET, "ouderen"),)
    assert reasons[1] == (Reason(DOMAIN, "wonen"),)


def test_who_offers_a_room_is_not_said_to_have_one_as_well() -> None:
    (one,) = suggest(Wanted("een zaal"), [Party(1, offers=(("ruimte", "x"),), has_room=True)])
    assert one.reasons == (Reason(OFFERS, "ruimte"),)


def test_nobody_without_a_reason_and_never_too_many() -> None:
    assert suggest(Wanted("een zaal"), [Party(1), Party(2, "wonen")]) == []
    assert suggest(Wanted(), []) == []
    assert len(suggest(Wanted("een zaal"), [Party(number, has_room=True) for number in range(50)])) == 8


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Een plein in 2014 voor 25 mensen", []),
        ("06-12345678", [PHONE_ASKED]),
        ("+31 6 1234 5678", [PHONE_ASKED]),
        ("(0186) 65 12 34", [PHONE_ASKED]),
        ("mail jan.jansen@voorbeeld.nl", [ADDRESS_ASKED]),
        ("Voor wie ziek is", [HEALTH_ASKED]),
        ("buurman met Alzheimer", [HEALTH_ASKED]),
        ("iemand met een burn-out", [HEALTH_ASKED]),
        ("Samen muziek maken", []),
        ("Een muzikale middag in de zaal", []),
    ],
)
def test_what_is_asked_about(text: str, asked: list[object]) -> None:
    assert questions_about(text) == asked


class TestAlike:
    RUNNING = (
        Running(1, "Zangkoor", "Samen zingen op dinsdag"),
        Running(2, "Buurttuin", "tuinieren met kinderen en ouderen"),
        Running(3, "Oosterdorp schoon", "afval rapen"),
    )

    @pytest.mark.parametrize(
        ("dream", "found"),
        [
            ("Een zangkoor voor iedereen", [1]),
            ("Tuinieren met kinderen en oudere mensen", [2]),
            ("Iets voor Oosterdorp", []),
            ("Een schoon Oosterdorp", [3]),
            ("Samen iets doen voor iedereen", []),
            ("Breien op dinsdag", []),
            ("", []),
        ],
    )
    def test_what_is_about_the_same(self, dream: str, found: list[int]) -> None:
        assert rank(dream, self.RUNNING, ["Oosterdorp"]) == found
