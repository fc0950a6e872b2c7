"""Names that look alike: what finds what, and above all what does not."""

import time

import pytest

from accounts.access import ANYBODY, Viewer
from partners.naming import plain, words_of
from partners.similar import ENOUGH, Candidate, SimilarIndex, rank, similar_partners
from tests.factories import make_kern, make_partner, make_person

VILLAGE = (
    "Stichting Nu", "Stichting Gehandicapten Sport", "Stichting Welzijn Oosterdorp", "Voetbalvereniging NSVV",
    "Muziekvereniging Wilhelmina", "Tafeltennisvereniging", "Hervormde Kerk", "Gereformeerde Kerk Oosterdorp",
    "Zorgcentrum De Buitensluis", "Alerimus", "Thuiszorg van Alerimus", "Openbare Basisschool De Klepper",
    "Basisschool De Bron", "V & R", "Diaconieën", "Casuïstiekoverleg pilot", "Zwembad De Waterstee", "Oranje Fonds",
    "Gemeente Oosterdorp", "Bibliotheek Oosterdorp", "Het Dorpshuis", "Wijkteam jeugd 18-", "Kapsalon Tytgat",
    "Oosterdorpse Sport- en Speltuinvereniging", "Ondernemers in Oosterdorp", "Bestuurder Alerimus", "De kerken",
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> SimilarIndex:
    return SimilarIndex((Candidate(key, name) for key, name in enumerate(VILLAGE)), ["Oosterdorp"])


def found(index: SimilarIndex, name: str) -> list[str]:
    return [VILLAGE[one.key] for one in index.find(name)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Stichting Nu", "Stichting Nu"),
        ("Stg. Nu", "Stichting Nu"),
        ("st nu", "Stichting Nu"),
        ("Nu (stichting)", "Stichting Nu"),
        ("v.v. NSVV", "Voetbalvereniging NSVV"),
        ("voetbalclub nsvv", "Voetbalvereniging NSVV"),
        ("NSVV", "Voetbalvereniging NSVV"),
        ("Muziekver. Wilhelmina", "Muziekvereniging Wilhelmina"),
        ("Muziekverening Wilhemina", "Muziekvereniging Wilhelmina"),
        ("wilhelmina muziek", "Muziekvereniging Wilhelmina"),
        ("Wilhelm", "Muziekvereniging Wilhelmina"),
        ("t.t.v.", "Tafeltennisvereniging"),
        ("Herv. Kerk", "Hervormde Kerk"),
        ("Geref. kerk", "Gereformeerde Kerk Oosterdorp"),
        ("Buitensluis", "Zorgcentrum De Buitensluis"),
        ("de buiten sluis", "Zorgcentrum De Buitensluis"),
        ("Alerims", "Alerimus"),
        ("Thuiszorg Alerimus", "Thuiszorg van Alerimus"),
        ("Alerimus thuiszorg", "Thuiszorg van Alerimus"),
        ("o.b.s. de Klepper", "Openbare Basisschool De Klepper"),
        ("OBS Klepper", "Openbare Basisschool De Klepper"),
        ("V&R", "V & R"),
        ("V en R", "V & R"),
        ("diakonieen", "Diaconieën"),
        ("casuistiek overleg pilot", "Casuïstiekoverleg pilot"),
        ("Waterstee", "Zwembad De Waterstee"),
        ("Water stee", "Zwembad De Waterstee"),
        ("Oranjefonds", "Oranje Fonds"),
        ("Dorpshuis", "Het Dorpshuis"),
        ("dorpshu", "Het Dorpshuis"),
        ("kapsalon Tijtgat", "Kapsalon Tytgat"),
        ("OSSV", "Oosterdorpse Sport- en Speltuinvereniging"),
        ("gem. Oosterdorp", "Gemeente Oosterdorp"),
    ],
)
def test_who_is_meant_comes_first(index: SimilarIndex, typed: str, meant: str) -> None:
    assert found(index, typed)[:1] == [meant]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Stichting Nu", "Stichting Gehandicapten Sport"),
        ("Stichting Nu", "Stichting Welzijn Oosterdorp"),
        ("Basisschool De Brug", "Basisschool De Bron"),
        ("Stichting Oosterdorp", "Bibliotheek Oosterdorp"),
        ("Museum Oosterdorp", "Bibliotheek Oosterdorp"),
        ("Museum Oosterdorp", "Gemeente Oosterdorp"),
        ("Hervormde Kerk Oosterdorp", "Gereformeerde Kerk Oosterdorp"),
        ("Voetbalvereniging SVP", "Voetbalvereniging NSVV"),
        ("Wijkteam jeugd 12-", "Stichting Nu"),
        ("Kerk", "Gereformeerde Kerk Oosterdorp"),
    ],
)
def test_a_common_word_alone_is_no_likeness(index: SimilarIndex, typed: str, other: str) -> None:
    assert other not in found(index, typed)


@pytest.mark.parametrize(
    "typed", ["", " ", "de", "&", "Stichting", "stg.", "vereniging", "'; drop table", "%", "🚲"]
)
def test_what_tells_nothing_finds_nobody(index: SimilarIndex, typed: str) -> None:
    assert found(index, typed) == []


def test_scores_say_how_sure_it_is_and_why() -> None:
    names = ["Stichting Nu", "Muziekvereniging Wilhelmina", "Alerimus", "Thuiszorg van Alerimus"]
    candidates = [Candidate(key, name) for key, name in enumerate(names)]
    assert [(one.key, one.score, one.why) for one in rank("stichting nu", candidates)] == [(0, 100, "same")]
    assert [(one.key, one.why) for one in rank("Nu, stichting", candidates)] == [(0, "order")]
    assert [(one.key, one.why) for one in rank("Stg. Nu", candidates)] == [(0, "spelling")]
    both = rank("Alerimus", candidates)
    assert [(one.key, one.why) for one in both] == [(2, "same"), (3, "part")]
    assert ENOUGH <= both[1].score < both[0].score


def test_a_department_is_found_by_the_name_of_what_it_is_part_of() -> None:
    candidates = [
        Candidate(1, "Vestiging Zoomwijck", above="Zorggroep Alerimus"),
        Candidate(2, "Vestiging Elders"),
    ]
    assert [one.key for one in rank("Alerimus Zoomwijck", candidates)] == [1]
    assert rank("Alerimus", candidates) == []  # the organisation itself is somebody else


def test_equal_scores_stand_in_the_order_of_their_key_and_the_limit_holds() -> None:
    candidates = [Candidate(key, f"De Linde {key}") for key in (5, 3, 9, 1)]
    assert [one.key for one in rank("Linde", candidates, limit=3)] == [1, 3, 5]


def test_no_candidates_at_all() -> None:
    assert rank("Stichting Nu", []) == []
    assert rank("Nu", [Candidate(1, "Nu")])[0].score == 100


def test_persons_count_less_when_an_organisation_is_sought() -> None:
    index = SimilarIndex([Candidate(1, "Kapper Jansen", is_person=True), Candidate(2, "Kapper Jansen BV")])
    assert [one.key for one in index.find("kapper jansen", is_person=False)] == [2, 1]
    assert [one.key for one in index.find("kapper jansen", is_person=True)] == [1, 2]


def test_a_row_of_a_sheet_can_leave_itself_out() -> None:
    index = SimilarIndex([Candidate(1, "Stichting Nu"), Candidate(2, "Stg Nu")])
    assert [one.key for one in index.find("Stichting Nu", skip={1})] == [2]


def test_words_of_a_name() -> None:
    assert words_of(plain('De Voetbalvereniging v.v. "NSVV"')) == ("voetbal", "vereniging", "nsvv")
    assert words_of(plain("Het Café-comité")) == ("cafe", "comite")
    assert words_of(plain("x" * 5_000)) == ("x" * 300,)


def test_twenty_thousand_rows_of_a_sheet_in_seconds() -> None:
    """Helper of the spreadsheet: each row is looked up among five thousand; generous, for a busy machine."""
    kinds = ("Stichting", "Vereniging", "Bakkerij", "Koor", "Buurttafel")
    index = SimilarIndex(Candidate(key, f"{kinds[key % 5]} {_made_up(key)}") for key in range(5_000))
    begin = time.thread_time()
    hits = sum(bool(index.find(f"{kinds[key % 5]} {_made_up(key * 7)}", 1)) for key in range(0, 20_000, 10))
    assert time.thread_time() - begin < 12
    assert hits > 1_000


def _made_up(number: int) -> str:
    """A word of letters for a number, spread out so that words differ."""
    mixed = number * 2_654_435_761 % 2**32
    return "".join(
        "bdfgklmnprstvz"[mixed >> shift & 15 if mixed >> shift & 15 < 14 else 3] + "aeiou"[shift % 5]
        for shift in range(0, 24, 4)
    )


# --- among the partners of a kern ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_who_may_be_seen_and_only_in_these_kernen(django_assert_num_queries) -> None:
    here, elsewhere = make_kern("Oosterdorp"), make_kern("Westerdorp")
    known = make_partner("Stichting Nu", here)
    make_partner("Stichting Nu Westerdorp", elsewhere)
    closed = make_partner("Nu Gesloten", here, visibility="coordinators")
    person = make_person("Secretaris Stichting Nu", here)
    looks_after = Viewer("network", frozenset([here.pk]))
    with django_assert_num_queries(5):
        matches = similar_partners("Stg. Nu", kern_ids=[here.pk], viewer=looks_after)
    assert [match.partner for match in matches] == [known, person, closed]
    assert [match.partner for match in similar_partners("Stg. Nu", kern_ids=[here.pk], viewer=ANYBODY)] == [
        known
    ]
    assert similar_partners("Stg. Nu", kern_ids=[], viewer=looks_after) == []


@pytest.mark.django_db
def test_the_number_of_questions_to_the_database_does_not_grow(django_assert_num_queries) -> None:
    kern = make_kern("Oosterdorp")
    for number in range(30):
        make_partner(f"De Linde {number}", kern)
    with django_assert_num_queries(5):
        assert len(similar_partners("Linde", kern_ids=[kern.pk], viewer=ANYBODY)) == 6
    with django_assert_num_queries(3):
        assert len(similar_partners("Linde", kern_ids=[kern.pk], viewer=ANYBODY)) == 6


@pytest.mark.django_db
def test_what_is_kept_is_forgotten_when_a_partner_changes() -> None:
    kern = make_kern("Oosterdorp")
    partner = make_partner("Stichting Nu", kern)

    def found() -> list[str]:
        return [one.partner.name for one in similar_partners("Stg. Nu", kern_ids=[kern.pk], viewer=ANYBODY)]

    assert found() == ["Stichting Nu"]
    make_partner("Stichting Nu Elders", kern)
    assert found() == ["Stichting Nu", "Stichting Nu Elders"]
    partner.name = "Bakkerij Deeg"
    partner.save()
    assert found() == ["Stichting Nu Elders"]
    # Closed without a line of history: still not shown, for that is asked of the database each time.
    type(partner).objects.update(visibility="coordinators")
    assert found() == []
