from datetime import time

import pytest

from models.cards.settings import SettingsCard
from models.domain.hours import USUAL, Hours, Subject
from models.domain.notices import WeekBegan
from models.domain.refusals import HourOutsideDay, WrongState
from models.domain.settings import Zone
from models.tables import AuditEntry, Preferences
from models.usecases.reminders import put_due
from models.usecases.settings import (
    live_by,
    look_at_settings,
    move_digest,
    move_evening,
    move_letter,
    move_morning,
    mute,
    restore_usual,
)
from tests.builders import COORDINATOR, CURATOR, DIRECTOR, GOVERNOR, SAMARA, Land, at, day, row, until


async def chosen(land: Land, name: str = DIRECTOR) -> Hours:
    return (await look_at_settings(land.work, await land.actor(name))).hours


class TestLooking:
    async def test_what_is_usual_holds_until_somebody_chooses(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        assert await look_at_settings(land.work, director) == SettingsCard(
            person_id=director.person_id,
            hours=USUAL,
            zone=SAMARA,
            place_zone=SAMARA,
            usual=True,
            subjects=(Subject.LETTER, Subject.DAY, Subject.WEBINARS),
        )
        assert await land.rows(Preferences) == []

    async def test_who_visits_may_do_without_visits_and_who_coordinates_has_people(self, land: Land) -> None:
        curator = await look_at_settings(land.work, await land.actor(CURATOR))
        coordinator = await look_at_settings(land.work, await land.actor(COORDINATOR))
        assert (Subject.VISITS in curator.subjects, curator.staff) == (True, False)
        assert (Subject.VISITS in coordinator.subjects, coordinator.staff) == (True, True)


class TestChoosing:
    async def test_each_choice_is_kept_beside_the_others(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        await move_digest(land.work, director, time(10, 30))
        await move_letter(land.work, director, 2)
        await move_evening(land.work, director, time(18))
        await move_morning(land.work, director, time(9))
        await mute(land.work, director, Subject.DAY, muted=True)
        card = await live_by(land.work, director, Zone.MOSCOW)
        assert card.hours == Hours(2, time(10, 30), time(9), time(18), frozenset({Subject.DAY}), "Europe/Moscow")
        assert (card.zone, card.place_zone, card.usual, card.fresh) == ("Europe/Moscow", SAMARA, False, True)
        assert await chosen(land) == card.hours

    async def test_ones_own_and_nobody_elses(self, land: Land) -> None:
        await move_letter(land.work, await land.actor(DIRECTOR), 2)
        assert await chosen(land, COORDINATOR) == USUAL
        (kept,) = await land.rows(Preferences)
        assert kept.person_id == await land.person(DIRECTOR)

    async def test_it_is_written_down_once_with_what_was_before(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        first = await move_letter(land.work, director, 2)
        again = await move_letter(land.work, director, 2)
        assert (first.fresh, again.fresh) == (True, False)
        (entry,) = await land.rows(AuditEntry, AuditEntry.action == "choose_hours")
        assert (entry.person_id, entry.subject_id, entry.at) == (director.person_id, director.person_id, land.clock())
        assert (entry.detail["before"]["letter_weekday"], entry.detail["after"]["letter_weekday"]) == (0, 2)

    async def test_back_to_the_usual(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        await move_letter(land.work, director, 2)
        card = await restore_usual(land.work, director)
        assert (card.hours, card.usual, card.fresh) == (USUAL, True, True)
        assert await land.rows(Preferences) == []
        assert not (await restore_usual(land.work, director)).fresh

    async def test_no_letter_in_hours_of_rest(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        await move_morning(land.work, director, time(10))
        with pytest.raises(HourOutsideDay) as refused:
            await move_digest(land.work, director, time(9, 30))
        assert (refused.value.begins, refused.value.ends) == (time(10), time(20))
        assert (await chosen(land)).digest_hour == time(10)

    async def test_the_letter_moves_along_with_the_day_and_says_so(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        card = await move_morning(land.work, director, time(11))
        assert (card.hours.digest_hour, card.moved) == (time(11), True)
        card = await move_evening(land.work, director, time(21))
        assert (card.hours.digest_hour, card.moved) == (time(11), False)

    async def test_what_no_screen_offers_is_refused(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        for forged in (
            move_digest(land.work, director, time(3)),
            move_morning(land.work, director, time(13)),
            move_evening(land.work, director, time(23)),
            move_letter(land.work, director, 6),
            mute(land.work, director, Subject.VISITS, muted=True),
        ):
            with pytest.raises(WrongState):
                await forged
        assert await land.rows(Preferences) == []

    async def test_a_kind_of_news_is_had_again(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        for subject in (Subject.LETTER, Subject.DAY):
            await mute(land.work, director, subject, muted=True)
        card = await mute(land.work, director, Subject.LETTER, muted=False)
        assert card.hours.muted == {Subject.DAY}

    async def test_the_zone_of_ones_place_is_no_choice_of_ones_own(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        assert (await live_by(land.work, director, Zone.SAMARA)).usual
        await live_by(land.work, director, Zone.OMSK)
        assert (await live_by(land.work, director, None)).usual


class TestWhatComes:
    """The choices are those the reminders go by."""

    async def letters(self, land: Land) -> list[str]:
        await put_due(land.work)
        return sorted(await land.news(WeekBegan.__name__))

    async def test_the_letter_comes_on_the_day_and_at_the_hour_chosen(self, land: Land) -> None:
        await land.publish(row("1", until(3, 31)))
        for name in (CURATOR, GOVERNOR, COORDINATOR):
            await mute(land.work, await land.actor(name), Subject.LETTER, muted=True)
        director = await land.actor(DIRECTOR)
        await move_letter(land.work, director, 2)
        await move_digest(land.work, director, time(18))
        land.clock.set(at(3, 15, 9))
        assert DIRECTOR not in (monday := await self.letters(land))
        assert not {CURATOR, GOVERNOR, COORDINATOR} & set(monday)
        land.clock.set(at(3, 17, 17, 59))
        assert await self.letters(land) == monday
        land.clock.set(at(3, 17, 18))
        assert set(await self.letters(land)) - set(monday) == {DIRECTOR}
        assert day(3, 17).weekday() == 2
