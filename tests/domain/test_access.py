import pytest

from models.domain.access import Actor, Right, Role, named_as_coordinator, right_to_mark
from models.domain.plan import Executor

SCHOOL, OTHER_SCHOOL = 1, 2
DISTRICT, NEXT_DOOR, REGION = 10, 11, 20

DIRECTOR = Actor(1, "Ольга Ветрова", directs=frozenset({SCHOOL}))
CURATOR = Actor(2, "Андрей Белов", curates=frozenset({SCHOOL}))
COORDINATOR = Actor(3, "Марина Соколова", owns=frozenset({DISTRICT}), coordinates=frozenset({DISTRICT}))
GOVERNOR = Actor(4, "Дина Верхова", owns=frozenset({REGION}), coordinates=frozenset({REGION, DISTRICT, NEXT_DOOR}))
BOTH = Actor(
    5,
    "Игорь Лаптев",
    owns=frozenset({DISTRICT}),
    coordinates=frozenset({DISTRICT}),
    directs=frozenset({SCHOOL}),
    curates=frozenset({OTHER_SCHOOL}),
)
STRANGER = Actor(6, "Лев Прохожий")

OWN = Right()
FOR_DIRECTOR, FOR_CURATOR = Right(Role.DIRECTOR), Right(Role.CURATOR)


def right(
    actor: Actor, *named: Executor, school: int | None = SCHOOL, place: int = DISTRICT, owner: int = DISTRICT
) -> Right | None:
    return right_to_mark(actor, named, territory_id=place, school_id=school, owner_id=owner)


@pytest.mark.parametrize(
    ("named", "director", "curator", "coordinator"),
    [
        ((Executor.SCHOOL,), OWN, None, FOR_DIRECTOR),
        ((Executor.SCHOOL_COORDINATOR,), OWN, None, FOR_DIRECTOR),
        ((Executor.CURATOR,), None, OWN, FOR_CURATOR),
        ((Executor.MENTOR,), None, OWN, FOR_CURATOR),
        ((Executor.SCHOOL, Executor.CURATOR), OWN, OWN, FOR_CURATOR),
        ((Executor.MUNICIPAL_COORDINATOR,), None, None, OWN),
        ((Executor.MUNICIPAL_AUTHORITY, Executor.SCHOOL), OWN, None, OWN),
        ((Executor.WORKING_GROUP, Executor.CURATOR), None, OWN, OWN),
        ((), None, None, OWN),
    ],
)
def test_whose_row_it_is(
    named: tuple[Executor, ...], director: Right | None, curator: Right | None, coordinator: Right | None
) -> None:
    assert (right(DIRECTOR, *named), right(CURATOR, *named), right(COORDINATOR, *named)) == (
        director,
        curator,
        coordinator,
    )
    assert right(STRANGER, *named) is None


def test_a_documents_slot_is_the_schools_whoever_else_is_named() -> None:
    def to_fill(actor: Actor) -> Right | None:
        named = (Executor.SCHOOL, Executor.CURATOR)
        return right_to_mark(
            actor, named, territory_id=DISTRICT, school_id=SCHOOL, owner_id=DISTRICT, takes_document=True
        )

    assert (to_fill(DIRECTOR), to_fill(CURATOR), to_fill(COORDINATOR)) == (OWN, None, FOR_DIRECTOR)


def test_another_school_is_nobodys_business() -> None:
    for actor in (DIRECTOR, CURATOR):
        assert right(actor, Executor.SCHOOL, Executor.CURATOR, school=OTHER_SCHOOL) is None


def test_the_territorys_own_row_is_its_coordinators() -> None:
    assert right(COORDINATOR, Executor.SCHOOL, school=None) == OWN
    assert right(COORDINATOR, Executor.MUNICIPAL_AUTHORITY, school=None, place=NEXT_DOOR) is None
    assert right(DIRECTOR, Executor.SCHOOL, school=None) is None


def test_the_region_marks_on_its_own_maps_alone() -> None:
    assert right(GOVERNOR, Executor.SCHOOL, owner=REGION) == FOR_DIRECTOR
    assert right(GOVERNOR, Executor.MUNICIPAL_AUTHORITY, school=None, owner=REGION) == OWN
    assert right(GOVERNOR, Executor.SCHOOL, owner=DISTRICT) is None
    assert right(COORDINATOR, Executor.SCHOOL, owner=REGION) == FOR_DIRECTOR


@pytest.mark.parametrize(
    ("executor", "owner", "coordinator", "governor"),
    [
        (Executor.MUNICIPAL_COORDINATOR, DISTRICT, True, False),
        (Executor.MUNICIPAL_AUTHORITY, REGION, True, False),
        (Executor.REGIONAL_COORDINATOR, REGION, False, True),
        (Executor.REGIONAL_COORDINATOR, DISTRICT, False, False),
        (Executor.CURATOR, DISTRICT, False, False),
        (Executor.WORKING_GROUP, DISTRICT, False, False),
    ],
)
def test_which_coordinator_a_row_names(executor: Executor, owner: int, coordinator: bool, governor: bool) -> None:
    def named(actor: Actor) -> bool:
        return named_as_coordinator(actor, [executor], territory_id=DISTRICT, owner_id=owner)

    assert (named(COORDINATOR), named(GOVERNOR), named(DIRECTOR), named(STRANGER)) == (
        coordinator,
        governor,
        False,
        False,
    )


def test_who_holds_several_roles_acts_in_their_own_name_first() -> None:
    assert right(BOTH, Executor.SCHOOL) == OWN
    assert right(BOTH, Executor.CURATOR, school=OTHER_SCHOOL) == OWN
    assert right(BOTH, Executor.CURATOR) == FOR_CURATOR


def test_the_roles_a_person_is_offered_screens_for() -> None:
    assert BOTH.roles == {Role.COORDINATOR, Role.CURATOR, Role.DIRECTOR}
    assert BOTH.schools == {SCHOOL, OTHER_SCHOOL}
    assert DIRECTOR.roles == {Role.DIRECTOR}
    assert not STRANGER.roles
