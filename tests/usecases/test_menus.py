from collections.abc import Mapping
from datetime import date

from handlers.menus import menus_by_roles
from handlers.texts import Texts
from models.cards.menus import MenuTold, StaleMenu
from models.domain.access import Role
from models.tables import Account
from models.usecases.menus import note_told, whom_to_offer
from models.usecases.people import note_reachable
from tests.builders import (
    BIRCH,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    FOREST,
    LAKE,
    NEXT_CURATOR,
    PEOPLE,
    PLATFORM,
    URALS,
    Land,
    at,
    day,
)

KEYS: Mapping[frozenset[Role], str] = {roles: menu.key for roles, menu in menus_by_roles(Texts()).items()}


async def stale(land: Land, limit: int = 100) -> list[StaleMenu]:
    return await whom_to_offer(land.work, PLATFORM, KEYS, limit=limit)


async def due(land: Land) -> dict[str, frozenset[Role]]:
    """Whose menu is to change, by name, with the roles they hold now."""
    return {one.chat_id: one.roles for one in await stale(land)}


async def tells_all(land: Land) -> None:
    await note_told(land.work, [MenuTold(one.account_id, KEYS[one.roles]) for one in await stale(land)])


async def test_everybody_who_was_never_told_is_due_with_the_very_roles_they_act_by(land: Land) -> None:
    assert await due(land) == {name: (await land.actor(name)).roles for name in PEOPLE}


async def test_who_was_told_is_not_due_again(land: Land) -> None:
    await tells_all(land)
    assert await due(land) == {}


async def test_a_role_that_begins_or_ends_by_its_day_makes_the_menu_stale(land: Land) -> None:
    await tells_all(land)
    await land.appoint(DIRECTOR, Role.CURATOR, school=BIRCH, since=day(3, 11), until=day(3, 12))
    assert await due(land) == {}
    land.clock.set(at(3, 11, 0, 1))
    assert await due(land) == {DIRECTOR: frozenset({Role.DIRECTOR, Role.CURATOR})}
    await tells_all(land)
    land.clock.set(at(3, 12, 23, 59))
    assert await due(land) == {}
    land.clock.set(at(3, 13, 0, 1))
    assert await due(land) == {DIRECTOR: frozenset({Role.DIRECTOR})}


async def test_a_day_begins_by_the_clock_of_the_place(land: Land) -> None:
    await tells_all(land)
    for name in (CURATOR, NEXT_CURATOR):
        await land.serves(name, until=day(3, 10))
    land.clock.set(at(3, 11, 0, 1, zone=URALS))
    assert await due(land) == {NEXT_CURATOR: frozenset()}
    land.clock.set(at(3, 11, 0, 1))
    assert await due(land) == {NEXT_CURATOR: frozenset(), CURATOR: frozenset()}


async def test_who_acts_for_another_is_offered_what_goes_with_it(land: Land) -> None:
    await tells_all(land)
    await land.appoint(DEPUTY, Role.COORDINATOR, territory="Озёрский район", acting_for=COORDINATOR)
    assert await due(land) == {DEPUTY: frozenset({Role.DIRECTOR, Role.COORDINATOR})}


async def test_nobody_is_offered_what_a_curator_has_for_a_school_they_direct(land: Land) -> None:
    await tells_all(land)
    await land.appoint(DIRECTOR, Role.CURATOR, school=LAKE)
    assert await due(land) == {}
    await land.appoint(DIRECTOR, Role.CURATOR, school=FOREST)
    assert await due(land) == {DIRECTOR: (await land.actor(DIRECTOR)).roles}


async def test_whom_nothing_reaches_or_who_gave_no_consent_is_not_due(land: Land) -> None:
    await note_reachable(land.work, PLATFORM, CURATOR, reachable=False)
    await land.forgets_consent(DEPUTY)
    assert {CURATOR, DEPUTY}.isdisjoint(await due(land))
    await note_reachable(land.work, PLATFORM, CURATOR, reachable=True)
    assert CURATOR in await due(land)


async def test_so_many_at_once_and_no_more(land: Land) -> None:
    first = await stale(land, limit=4)
    assert len(first) == 4
    await note_told(land.work, [MenuTold(one.account_id, KEYS[one.roles]) for one in first])
    assert len(await stale(land)) == len(PEOPLE) - 4


async def test_who_holds_nothing_any_more_has_no_menu_of_their_own(land: Land) -> None:
    await tells_all(land)
    await land.serves(DIRECTOR, until=date(2027, 3, 8))
    assert await due(land) == {DIRECTOR: frozenset()}
    await tells_all(land)
    (account,) = await land.rows(Account, Account.chat_id == DIRECTOR)
    assert account.menu == ""
    assert await due(land) == {}
