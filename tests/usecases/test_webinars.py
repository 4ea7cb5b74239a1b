from datetime import datetime

import pytest

from models.cards.webinars import WebinarCard
from models.domain.access import Role
from models.domain.refusals import MomentPast, NotYours, OutOfReach, WebinarBegun, WebinarCancelled
from models.tables import Attendance, Webinar
from models.usecases.webinars import add_webinar, answer_invitation, webinars_ahead, zone_for
from tests.builders import (
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    GOVERNOR,
    LINDEN_DIRECTOR,
    NEIGHBOUR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    SAMARA,
    URALS,
    Land,
    at,
    day,
)

MISSING = 10_000
DIRECTORS = (Role.DIRECTOR,)
FRIDAY = at(3, 12, 15)


async def announce(land: Land, name: str = COORDINATOR, *roles: Role, starts_at: datetime = FRIDAY) -> WebinarCard:
    return await add_webinar(
        land.work,
        await land.actor(name),
        title="Работа с рисками",
        starts_at=starts_at,
        zone=SAMARA,
        link="https://example.ru/room",
        roles=roles or DIRECTORS,
    )


class TestAnnouncing:
    async def test_a_coordinator_invites_the_roles_of_the_district(self, land: Land) -> None:
        card = await announce(land, COORDINATOR, Role.DIRECTOR, Role.CURATOR)
        assert (card.invited, card.roles) == (5, (Role.DIRECTOR, Role.CURATOR))
        assert (card.going, card.may_edit, card.cancelled) == (None, True, False)
        assert card.starts_at.isoformat() == "2027-03-12T15:00:00+04:00"

    async def test_a_school_coordinator_is_invited_by_their_own_name(self, land: Land) -> None:
        assert (await announce(land, COORDINATOR, Role.SCHOOL_COORDINATOR)).invited == 1

    async def test_the_region_invites_all_its_districts(self, land: Land) -> None:
        assert (await announce(land, GOVERNOR, Role.DIRECTOR)).invited == 4
        assert (await announce(land, GOVERNOR, Role.COORDINATOR)).invited == 3

    async def test_nobody_else_announces(self, land: Land) -> None:
        for name in (CURATOR, DIRECTOR, DEPUTY):
            with pytest.raises(NotYours):
                await announce(land, name)
            with pytest.raises(NotYours):
                await zone_for(land.work, await land.actor(name))
        assert await land.rows(Webinar) == []

    async def test_not_for_what_has_begun(self, land: Land) -> None:
        with pytest.raises(MomentPast):
            await announce(land, starts_at=at(3, 9, 16))
        assert (await announce(land, starts_at=at(3, 9, 16, 1))).invited == 3

    async def test_the_words_are_meant_in_the_coordinators_zone(self, land: Land) -> None:
        assert await zone_for(land.work, await land.actor(COORDINATOR)) == (SAMARA, land.clock())
        assert (await zone_for(land.work, await land.actor(NEIGHBOUR)))[0] == URALS

    async def test_ones_own_territory_goes_before_ones_school(self, land: Land) -> None:
        await land.appoint(NEIGHBOUR, Role.DIRECTOR, school="Озёрская СОШ № 1")
        assert (await zone_for(land.work, await land.actor(NEIGHBOUR)))[0] == URALS


class TestAnswering:
    async def test_the_last_word_counts(self, land: Land) -> None:
        webinar = await announce(land)
        director = await land.actor(DIRECTOR)
        assert (await answer_invitation(land.work, director, webinar.webinar_id, going=True)).going is True
        land.clock.move(hours=1)
        card = await answer_invitation(land.work, director, webinar.webinar_id, going=False)
        assert (card.going, card.may_edit) == (False, False)
        (answer,) = await land.rows(Attendance)
        assert (answer.person_id, answer.going, answer.answered_at) == (director.person_id, False, land.clock())

    @pytest.mark.parametrize("name", [CURATOR, DEPUTY, NEIGHBOUR, NEXT_CURATOR, NEXT_DIRECTOR])
    async def test_who_is_not_invited_has_nothing_to_answer(self, land: Land, name: str) -> None:
        webinar = await announce(land)
        actor = await land.actor(name)
        for webinar_id in (webinar.webinar_id, MISSING):
            with pytest.raises(OutOfReach):
                await answer_invitation(land.work, actor, webinar_id, going=True)

    async def test_who_lost_the_role_is_not_invited_any_more(self, land: Land) -> None:
        webinar = await announce(land)
        await land.serves(DIRECTOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await answer_invitation(land.work, await land.actor(DIRECTOR), webinar.webinar_id, going=True)

    async def test_who_got_the_role_is(self, land: Land) -> None:
        webinar = await announce(land)
        await land.appoint(DEPUTY, Role.DIRECTOR, school="Липовская ООШ")
        card = await answer_invitation(land.work, await land.actor(DEPUTY), webinar.webinar_id, going=True)
        assert (card.going, card.invited) == (True, 4)

    async def test_before_it_begins_and_not_after(self, land: Land) -> None:
        webinar = await announce(land)
        director = await land.actor(DIRECTOR)
        land.clock.set(at(3, 12, 14, 59, 59))
        await answer_invitation(land.work, director, webinar.webinar_id, going=True)
        for begun in (FRIDAY, at(3, 20, 15)):
            land.clock.set(begun)
            with pytest.raises(WebinarBegun) as refused:
                await answer_invitation(land.work, director, webinar.webinar_id, going=False)
            assert refused.value.title == "Работа с рисками"
        assert [answer.going for answer in await land.rows(Attendance)] == [True]

    async def test_nobody_need_answer_what_is_cancelled(self, land: Land) -> None:
        webinar = await announce(land)
        await land.cancels(webinar.webinar_id)
        with pytest.raises(WebinarCancelled):
            await answer_invitation(land.work, await land.actor(DIRECTOR), webinar.webinar_id, going=True)
        land.clock.set(at(3, 20, 15))
        with pytest.raises(WebinarCancelled):
            await answer_invitation(land.work, await land.actor(DIRECTOR), webinar.webinar_id, going=True)
        assert await land.rows(Attendance) == []

    async def test_a_webinar_of_others_is_past_for_nobody(self, land: Land) -> None:
        webinar = await announce(land)
        await land.cancels(webinar.webinar_id)
        with pytest.raises(OutOfReach):
            await answer_invitation(land.work, await land.actor(NEXT_DIRECTOR), webinar.webinar_id, going=True)


class TestAhead:
    async def titles(self, land: Land, name: str) -> list[int]:
        return [card.webinar_id for card in await webinars_ahead(land.work, await land.actor(name))]

    async def test_each_sees_what_they_give_or_attend(self, land: Land) -> None:
        ours = await announce(land, COORDINATOR, Role.DIRECTOR)
        region = await announce(land, GOVERNOR, Role.CURATOR, starts_at=at(3, 11, 15))
        theirs = await announce(land, NEIGHBOUR, Role.DIRECTOR, starts_at=at(3, 10, 15))
        o, r, t = ours.webinar_id, region.webinar_id, theirs.webinar_id
        assert await self.titles(land, DIRECTOR) == [o]
        assert await self.titles(land, CURATOR) == [r]
        assert await self.titles(land, COORDINATOR) == [o]
        assert await self.titles(land, GOVERNOR) == [t, r, o]
        assert await self.titles(land, NEXT_DIRECTOR) == [t]
        assert await self.titles(land, LINDEN_DIRECTOR) == [o]

    async def test_what_has_begun_or_is_far_away_is_not_ahead(self, land: Land) -> None:
        await announce(land, starts_at=at(5, 8, 16))
        assert await self.titles(land, DIRECTOR) == []
        land.clock.move(seconds=1)
        assert len(await self.titles(land, DIRECTOR)) == 1
        land.clock.set(at(5, 8, 16, 0, 1))
        assert await self.titles(land, DIRECTOR) == []

    async def test_a_cancelled_one_is_not_ahead(self, land: Land) -> None:
        webinar = await announce(land)
        await land.cancels(webinar.webinar_id)
        assert await self.titles(land, DIRECTOR) == []
