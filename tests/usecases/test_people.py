import asyncio
from datetime import timedelta

import pytest

from models.cards.people import InvitationCard, OfferCard, PersonCard, Post
from models.domain.access import Role
from models.domain.refusals import LinkExpired, LinkUnknown, LinkUsed, PlaceUnknown, Refusal
from models.language.participants import SchoolLine
from models.tables import Account, Appointment, AuditEntry, Invitation, Person, School
from models.usecases.people import (
    arrive,
    hash_of,
    invite,
    join,
    look_at_person,
    note_reachable,
    open_invitation,
)
from tests.builders import (
    BEGINNING,
    BIRCH,
    COORDINATOR,
    CURATOR,
    DIRECTOR,
    DISTRICT,
    GOVERNOR,
    LAKE,
    LINDEN,
    NEXT_DOOR,
    PLATFORM,
    REGION,
    URALS,
    Land,
    at,
    day,
)

STRANGER = "120"


async def link(land: Land, role: Role = Role.DIRECTOR, school: str = LINDEN) -> InvitationCard:
    return await invite(land.work, role, schools=(school,), name="Вера Тихая")


async def enter(land: Land, token: str, chat_id: str = STRANGER, name: str = "Vera") -> PersonCard:
    return await join(land.work, hash_of(token), platform=PLATFORM, chat_id=chat_id, name=name)


class TestInviting:
    async def test_only_the_hash_of_a_link_is_kept(self, land: Land) -> None:
        invitation = await link(land)
        (kept,) = await land.rows(Invitation, Invitation.used_at.is_(None))
        assert kept.token_hash == hash_of(invitation.token) != invitation.token
        assert invitation.places == (LINDEN,)
        assert invitation.expires_at == land.clock() + timedelta(days=7)

    async def test_a_curator_gets_several_schools_a_coordinator_a_territory(self, land: Land) -> None:
        curator = await invite(land.work, Role.CURATOR, schools=(LAKE, LINDEN))
        assert curator.places == (LAKE, LINDEN)
        assert (await invite(land.work, Role.COORDINATOR, territory=NEXT_DOOR)).places == (NEXT_DOOR,)

    async def test_a_school_may_be_named_as_people_name_it(self, land: Land) -> None:
        assert (await invite(land.work, Role.DIRECTOR, schools=("МБОУ «Липовская ООШ»",))).places == (LINDEN,)

    async def test_the_territory_tells_schools_of_one_name_apart(self, land: Land) -> None:
        await land.adds(SchoolLine(2, NEXT_DOOR, LINDEN, URALS, True))
        with pytest.raises(PlaceUnknown):
            await invite(land.work, Role.DIRECTOR, schools=(LINDEN,))
        await enter(land, (await invite(land.work, Role.DIRECTOR, territory=NEXT_DOOR, schools=(LINDEN,))).token)
        (school_id,) = (await land.actor(STRANGER)).directs
        (school,) = await land.rows(School, School.id == school_id)
        assert school.territory_id == (await land.territory(NEXT_DOOR)).id

    @pytest.mark.parametrize(
        ("role", "territory", "schools"),
        [
            (Role.DIRECTOR, None, ("Заречная СОШ",)),
            (Role.DIRECTOR, NEXT_DOOR, (LINDEN,)),
            (Role.DIRECTOR, DISTRICT, ()),
            (Role.DIRECTOR, None, ()),
            (Role.CURATOR, None, ()),
            (Role.COORDINATOR, "Дальний район", ()),
            (Role.COORDINATOR, DISTRICT, (LINDEN,)),
            (Role.COORDINATOR, None, (LINDEN,)),
            (Role.COORDINATOR, None, ()),
        ],
    )
    async def test_a_role_without_its_place_is_not_offered(
        self, land: Land, role: Role, territory: str | None, schools: tuple[str, ...]
    ) -> None:
        with pytest.raises(PlaceUnknown):
            await invite(land.work, role, territory=territory, schools=schools)
        assert await land.rows(Invitation, Invitation.used_at.is_(None)) == []


class TestComingIn:
    async def test_an_offer_is_looked_at_before_it_is_taken(self, land: Land) -> None:
        invitation = await link(land)
        offer = await open_invitation(land.work, invitation.token, None)
        assert offer == OfferCard(Post(Role.DIRECTOR, (LINDEN,)), "Вера Тихая", False, hash_of(invitation.token))
        assert (await arrive(land.work, PLATFORM, STRANGER)).actor is None

    async def test_a_coordinators_offer_names_the_territory(self, land: Land) -> None:
        invitation = await invite(land.work, Role.COORDINATOR, territory=REGION)
        offer = await open_invitation(land.work, invitation.token, await land.actor(COORDINATOR))
        assert offer == OfferCard(Post(Role.COORDINATOR, (REGION,)), None, True, hash_of(invitation.token))

    async def test_with_consent_a_stranger_is_somebody(self, land: Land) -> None:
        card = await enter(land, (await link(land)).token)
        assert (card.name, card.posts) == ("Вера Тихая", (Post(Role.DIRECTOR, (LINDEN,)),))
        (person,) = await land.rows(Person, Person.id == card.person_id)
        assert person.consented_at == land.clock()
        assert (await land.actor(STRANGER)).directs == {(await land.school(LINDEN)).id}

    async def test_without_a_name_in_the_link_the_messengers_name_is_taken(self, land: Land) -> None:
        invitation = await invite(land.work, Role.CURATOR, schools=(LINDEN,))
        assert (await enter(land, invitation.token, name="Вера")).name == "Вера"

    async def test_it_is_written_down_who_came_in(self, land: Land) -> None:
        land.clock.move(hours=1)
        card = await enter(land, (await link(land)).token)
        entry = (await land.rows(AuditEntry))[-1]
        assert (entry.at, entry.person_id, entry.action) == (land.clock(), card.person_id, "join")
        assert entry.detail == {"role": "director"}

    async def test_a_role_begins_today_by_the_wall_of_its_place(self, land: Land) -> None:
        land.clock.set(at(3, 10, 2))
        assert land.clock().date() == day(3, 9)
        card = await enter(land, (await link(land)).token)
        (post,) = await land.rows(Appointment, Appointment.person_id == card.person_id)
        assert (post.since_on, post.until_on) == (day(3, 10), None)
        assert (await land.actor(STRANGER)).directs

    async def test_a_link_opens_once(self, land: Land) -> None:
        invitation = await link(land)
        await enter(land, invitation.token)
        with pytest.raises(LinkUsed):
            await enter(land, invitation.token, "121")
        with pytest.raises(LinkUsed):
            await open_invitation(land.work, invitation.token, None)
        assert (await arrive(land.work, PLATFORM, "121")).actor is None

    async def test_of_two_who_race_for_one_link_one_comes_in(self, land: Land) -> None:
        token = (await link(land)).token
        came = await asyncio.gather(*(enter(land, token, chat) for chat in ("121", "122")), return_exceptions=True)
        assert sorted(type(one).__name__ for one in came) == ["LinkUsed", "PersonCard"]
        linden = (await land.school(LINDEN)).id
        assert len(await land.rows(Appointment, Appointment.school_id == linden)) == 2

    @pytest.mark.parametrize(("days", "seconds", "refusal"), [(7, -1, None), (7, 0, LinkExpired), (30, 0, LinkExpired)])
    async def test_a_link_lives_seven_days(
        self, land: Land, days: int, seconds: int, refusal: type[Refusal] | None
    ) -> None:
        token = (await link(land)).token
        land.clock.move(days=days, seconds=seconds)
        if refusal is None:
            assert (await enter(land, token)).posts
            return
        for deed in (open_invitation(land.work, token, None), enter(land, token)):
            with pytest.raises(refusal):
                await deed

    async def test_an_unknown_link_opens_nothing(self, land: Land) -> None:
        token = (await link(land)).token
        for wrong in ("", token[:-1], token.swapcase()):
            with pytest.raises(LinkUnknown):
                await open_invitation(land.work, wrong, None)
            with pytest.raises(LinkUnknown):
                await enter(land, wrong)

    async def test_a_used_link_says_used_even_when_it_is_old(self, land: Land) -> None:
        token = (await link(land)).token
        await enter(land, token)
        land.clock.move(days=8)
        with pytest.raises(LinkUsed):
            await enter(land, token)


class TestSeveralRoles:
    async def test_a_known_person_takes_a_second_role_with_the_first_consent(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        consent = (await land.rows(Person, Person.id == director.person_id))[0].consented_at
        card = await enter(land, (await link(land, Role.CURATOR, BIRCH)).token, DIRECTOR)
        assert (card.person_id, card.name) == (director.person_id, DIRECTOR)
        assert card.posts == (Post(Role.CURATOR, (BIRCH,)), Post(Role.DIRECTOR, (LAKE,)))
        (person,) = await land.rows(Person, Person.id == director.person_id)
        assert person.consented_at == consent == BEGINNING
        now = await land.actor(DIRECTOR)
        assert now.curates == {(await land.school(BIRCH)).id}
        assert now.directs == {(await land.school(LAKE)).id}
        assert now.roles == {Role.CURATOR, Role.DIRECTOR}

    async def test_the_same_place_twice_is_shown_once(self, land: Land) -> None:
        card = await enter(land, (await link(land, Role.DIRECTOR, LAKE)).token, DIRECTOR)
        assert card.posts == (Post(Role.DIRECTOR, (LAKE,)),)

    async def test_people_see_the_posts_of_today(self, land: Land) -> None:
        curator = await land.actor(CURATOR)
        assert (await look_at_person(land.work, curator)).posts == (Post(Role.CURATOR, (LAKE, BIRCH)),)
        await land.serves(CURATOR, until=day(3, 8))
        await land.appoint(CURATOR, Role.COORDINATOR, territory=DISTRICT, since=day(3, 9))
        assert (await look_at_person(land.work, curator)).posts == (Post(Role.COORDINATOR, (DISTRICT,)),)

    async def test_a_region_coordinates_what_is_below_it(self, land: Land) -> None:
        governor = await land.actor(GOVERNOR)
        region, district, next_door = [(await land.territory(name)).id for name in (REGION, DISTRICT, NEXT_DOOR)]
        assert governor.owns == {region}
        assert governor.coordinates == {region, district, next_door}


class TestReachability:
    async def account(self, land: Land) -> Account:
        (account,) = await land.rows(Account, Account.chat_id == DIRECTOR)
        return account

    async def test_who_blocked_the_bot_is_not_reachable_until_they_return(self, land: Land) -> None:
        await note_reachable(land.work, PLATFORM, DIRECTOR, reachable=False)
        lost = await self.account(land)
        assert (lost.unreachable_since, lost.unreachable_reason) == (land.clock(), "blocked")
        arrived = await arrive(land.work, PLATFORM, DIRECTOR)
        assert (arrived.reachable, arrived.actor is not None) == (False, True)
        await note_reachable(land.work, PLATFORM, DIRECTOR, reachable=True)
        back = await self.account(land)
        assert (back.unreachable_since, back.unreachable_reason) == (None, None)
        assert (await arrive(land.work, PLATFORM, DIRECTOR)).reachable

    async def test_the_reason_is_kept(self, land: Land) -> None:
        await note_reachable(land.work, PLATFORM, DIRECTOR, reachable=False, reason="deactivated")
        assert (await self.account(land)).unreachable_reason == "deactivated"

    async def test_of_a_stranger_nothing_is_noted(self, land: Land) -> None:
        await note_reachable(land.work, PLATFORM, STRANGER, reachable=False)
        assert await land.rows(Account, Account.chat_id == STRANGER) == []

    async def test_who_takes_the_consent_back_is_a_stranger(self, land: Land) -> None:
        await land.forgets_consent(DIRECTOR)
        arrived = await arrive(land.work, PLATFORM, DIRECTOR)
        assert (arrived.actor, arrived.reachable) == (None, True)
