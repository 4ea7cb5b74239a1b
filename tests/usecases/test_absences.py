from datetime import date

import pytest

from models.cards.absences import AbsenceCard
from models.domain.absences import Ready
from models.domain.access import Role
from models.domain.notices import AbsenceChanged, AbsenceEntered, SubstituteNamed
from models.domain.outbox import DropReason
from models.domain.refusals import (
    AbsenceBeginsLater,
    AbsencePast,
    AbsencesOverlap,
    DayNotUnderstood,
    DaysNotUnderstood,
    NotYours,
    OutOfReach,
    SubstituteNotFree,
    WrongState,
)
from models.tables import Absence, Appointment, AuditEntry
from models.usecases.absences import (
    cancel_absence,
    enter_absence,
    look_at_absence,
    look_at_staff,
    look_for_substitute,
    move_end,
    plan_absence,
    understand_days,
    understand_end,
)
from models.usecases.judging import confirm_document
from models.usecases.news import look_at_news
from models.usecases.settings import look_at_settings
from models.usecases.tasks import look_at_task, mark_done
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    DISTRICT,
    GOVERNOR,
    LAKE,
    LINDEN,
    LINDEN_DIRECTOR,
    NEIGHBOUR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    NEXT_DOOR,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
    row,
)

MISSING = 10_000
FIRST, LAST = day(3, 10), day(3, 17)


async def away(
    land: Land,
    name: str,
    substitute: str | None = None,
    *,
    since: date = FIRST,
    until: date = LAST,
    by: str | None = None,
    order: str | None = None,
) -> AbsenceCard:
    """Somebody enters their own absence, or another person that of theirs."""
    return await enter_absence(
        land.work,
        await land.actor(by or name),
        await land.person(name),
        since=since,
        until=until,
        substitute_id=await land.person(substitute) if substitute else None,
        order_number=order,
    )


async def acting(land: Land) -> list[tuple[Role, date, date | None]]:
    return [
        (post.role, post.since_on, post.until_on)
        for post in await land.rows(Appointment, Appointment.acting_for_id.is_not(None))
    ]


async def candidates(land: Land, name: str) -> list[str]:
    card = await look_for_substitute(land.work, await land.actor(name), await land.person(name), FIRST, LAST)
    return [one.name for one in card.candidates]


class TestPlanning:
    async def test_ready_days_begin_today_or_tomorrow(self, land: Land) -> None:
        plan = await plan_absence(land.work, await land.actor(DIRECTOR), await land.person(DIRECTOR))
        assert (plan.person, plan.own, plan.today) == (DIRECTOR, True, day(3, 9))
        assert {one.ready: (one.since_on, one.until_on) for one in plan.ready} == {
            Ready.TODAY: (day(3, 9), day(3, 9)),
            Ready.TOMORROW: (day(3, 10), day(3, 10)),
            Ready.WEEK: (day(3, 10), day(3, 16)),
            Ready.FORTNIGHT: (day(3, 10), day(3, 23)),
        }

    async def test_today_is_what_the_wall_of_the_absent_person_shows(self, land: Land) -> None:
        land.clock.set(at(3, 10, 0, 30))
        director = await land.actor(DIRECTOR)
        assert (await plan_absence(land.work, director, director.person_id)).today == day(3, 10)
        assert land.clock().date() == day(3, 9)

    async def test_days_in_words(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        assert await understand_days(land.work, director, director.person_id, "с 10 по 17 марта") == (FIRST, LAST)
        with pytest.raises(DaysNotUnderstood):
            await understand_days(land.work, director, director.person_id, "скоро")

    async def test_days_that_are_over_are_refused_and_those_begun_start_today(self, land: Land) -> None:
        director = await land.actor(DIRECTOR)
        with pytest.raises(AbsencePast) as refused:
            await look_for_substitute(land.work, director, director.person_id, day(3, 1), day(3, 8))
        assert refused.value.day == day(3, 8)
        card = await look_for_substitute(land.work, director, director.person_id, day(3, 1), LAST)
        assert (card.since_on, card.until_on) == (day(3, 9), LAST)


class TestCandidates:
    async def test_the_schools_own_people_first_then_directors_around(self, land: Land) -> None:
        assert await candidates(land, DIRECTOR) == [DEPUTY, BIRCH_DIRECTOR, LINDEN_DIRECTOR]
        assert await candidates(land, DEPUTY) == [DIRECTOR, BIRCH_DIRECTOR, LINDEN_DIRECTOR]

    async def test_for_a_curator_the_other_curators_of_the_territory(self, land: Land) -> None:
        assert await candidates(land, CURATOR) == [SECOND_CURATOR]
        assert await candidates(land, NEXT_CURATOR) == []

    async def test_for_a_coordinator_those_of_the_territory_then_of_the_region(self, land: Land) -> None:
        assert await candidates(land, COORDINATOR) == [GOVERNOR]
        await land.comes_in("Вера Тихая", Role.COORDINATOR, territory=DISTRICT)
        assert await candidates(land, COORDINATOR) == ["Вера Тихая", GOVERNOR]
        assert await candidates(land, GOVERNOR) == []

    async def test_for_two_roles_those_of_both_each_once(self, land: Land) -> None:
        await land.appoint(BIRCH_DIRECTOR, Role.CURATOR, school=LAKE)
        await land.appoint(SECOND_CURATOR, Role.DIRECTOR, school=LINDEN)
        assert await candidates(land, BIRCH_DIRECTOR) == [CURATOR, SECOND_CURATOR, LINDEN_DIRECTOR, DIRECTOR]

    async def test_who_is_away_or_has_left_is_none(self, land: Land) -> None:
        await land.is_away(DEPUTY, LAST, day(3, 20))
        await land.serves(LINDEN_DIRECTOR, until=day(3, 9))
        assert await candidates(land, DIRECTOR) == [BIRCH_DIRECTOR]

    async def test_who_only_acts_there_is_none(self, land: Land) -> None:
        await away(land, LINDEN_DIRECTOR, BIRCH_DIRECTOR)
        await away(land, CURATOR, SECOND_CURATOR)
        assert await candidates(land, SECOND_CURATOR) == []


class TestEntering:
    async def test_the_substitute_gets_the_roles_and_loses_them_by_themselves(self, land: Land) -> None:
        lake = (await land.school(LAKE)).id
        card = await away(land, DIRECTOR, LINDEN_DIRECTOR, order="15-л")
        assert (card.person, card.substitute, card.order_number) == (DIRECTOR, LINDEN_DIRECTOR, "15-л")
        assert (card.since_on, card.until_on, card.own, card.may_change) == (FIRST, LAST, True, True)
        (post,) = await land.rows(Appointment, Appointment.acting_for_id.is_not(None))
        assert (post.person_id, post.acting_for_id) == (await land.person(LINDEN_DIRECTOR), card.person_id)
        assert (post.role, post.school_id, post.since_on, post.until_on) == (Role.DIRECTOR, lake, FIRST, LAST)
        assert post.order_number == "15-л"
        for moment, holds in (
            (at(3, 9, 23), False),
            (at(3, 10, 0), True),
            (at(3, 17, 23), True),
            (at(3, 18, 0), False),
        ):
            land.clock.set(moment)
            assert (lake in (await land.actor(LINDEN_DIRECTOR)).directs) is holds

    async def test_a_curators_schools_go_to_the_substitute_but_those_they_hold_or_direct(self, land: Land) -> None:
        await land.appoint(SECOND_CURATOR, Role.DIRECTOR, school=LAKE)
        await away(land, CURATOR, SECOND_CURATOR)
        (post,) = await land.rows(Appointment, Appointment.acting_for_id.is_not(None))
        assert post.school_id == (await land.school(LAKE)).id
        land.clock.set(at(3, 10, 9))
        assert (await land.actor(SECOND_CURATOR)).curates == {(await land.school(BIRCH)).id}

    async def test_a_post_that_ends_sooner_is_acted_in_no_longer(self, land: Land) -> None:
        await land.serves(DIRECTOR, until=day(3, 12))
        await away(land, DIRECTOR, DEPUTY)
        assert await acting(land) == [(Role.DIRECTOR, FIRST, day(3, 12))]

    async def test_without_a_substitute_nobody_gets_anything(self, land: Land) -> None:
        card = await away(land, CURATOR)
        assert (card.substitute, card.unattended) == (None, True)
        assert await acting(land) == []
        assert not (await away(land, DIRECTOR)).unattended

    async def test_those_concerned_are_told(self, land: Land) -> None:
        await away(land, DIRECTOR, DEPUTY)
        assert await land.news(SubstituteNamed.__name__) == [DEPUTY]
        assert await land.news(AbsenceEntered.__name__) == [COORDINATOR]

    async def test_of_a_coordinator_the_region_is_told(self, land: Land) -> None:
        await away(land, COORDINATOR)
        assert await land.news(AbsenceEntered.__name__) == [GOVERNOR]

    async def test_it_is_written_down(self, land: Land) -> None:
        card = await away(land, DIRECTOR, DEPUTY, order="7")
        (entry,) = await land.rows(AuditEntry, AuditEntry.action == "enter_absence")
        assert (entry.person_id, entry.subject, entry.subject_id) == (card.person_id, "absence", card.absence_id)
        assert entry.detail == {
            "person_id": card.person_id,
            "since": "2027-03-10",
            "until": "2027-03-17",
            "substitute_id": await land.person(DEPUTY),
            "order_number": "7",
        }

    async def test_the_same_once_more_changes_nothing(self, land: Land) -> None:
        first, again = await away(land, DIRECTOR, DEPUTY), await away(land, DIRECTOR, DEPUTY)
        assert first == again
        assert len(await land.rows(Absence)) == len(await acting(land)) == 1

    @pytest.mark.parametrize(("since", "until"), [(day(3, 17), day(3, 20)), (day(3, 9), day(3, 10)), (FIRST, LAST)])
    async def test_two_absences_never_share_a_day(self, land: Land, since: date, until: date) -> None:
        await away(land, DIRECTOR, DEPUTY)
        with pytest.raises(AbsencesOverlap) as refused:
            await away(land, DIRECTOR, LINDEN_DIRECTOR, since=since, until=until)
        assert (refused.value.since, refused.value.until) == (FIRST, LAST)
        await away(land, DIRECTOR, since=day(3, 18), until=day(3, 18))

    async def test_only_who_is_free_and_fit_acts(self, land: Land) -> None:
        await land.is_away(DEPUTY, LAST, LAST)
        for name in (DEPUTY, CURATOR, COORDINATOR, NEXT_DIRECTOR, DIRECTOR):
            with pytest.raises(SubstituteNotFree):
                await away(land, DIRECTOR, name)
        assert await land.rows(Absence, Absence.person_id == await land.person(DIRECTOR)) == []

    async def test_what_a_substitute_acts_in_goes_on_to_their_own(self, land: Land) -> None:
        await away(land, DIRECTOR, LINDEN_DIRECTOR)
        await away(land, LINDEN_DIRECTOR, BIRCH_DIRECTOR, since=day(3, 12), until=day(3, 30))
        land.clock.set(at(3, 12, 9))
        lake, linden, birch = [(await land.school(name)).id for name in (LAKE, LINDEN, BIRCH)]
        assert (await land.actor(BIRCH_DIRECTOR)).directs == {lake, linden, birch}
        land.clock.set(at(3, 18, 9))
        assert (await land.actor(BIRCH_DIRECTOR)).directs == {linden, birch}


class TestForOthers:
    async def test_a_coordinator_enters_it_for_their_people(self, land: Land) -> None:
        card = await away(land, DIRECTOR, DEPUTY, by=COORDINATOR)
        assert (card.own, card.may_change) == (False, True)
        assert await land.news(AbsenceEntered.__name__) == [DIRECTOR]
        assert await land.news(SubstituteNamed.__name__) == [DEPUTY]
        (absence,) = await land.rows(Absence)
        assert absence.entered_by_id == await land.person(COORDINATOR)

    async def test_who_is_away_already_is_not_disturbed(self, land: Land) -> None:
        await away(land, DIRECTOR, since=day(3, 9), by=COORDINATOR)
        assert await land.news(AbsenceEntered.__name__) == []

    async def test_the_region_enters_it_for_the_coordinators_below(self, land: Land) -> None:
        await away(land, NEIGHBOUR, GOVERNOR, by=GOVERNOR)
        with pytest.raises(OutOfReach):
            await away(land, DIRECTOR, by=GOVERNOR)

    @pytest.mark.parametrize("name", [NEIGHBOUR, CURATOR, DEPUTY, NEXT_DIRECTOR])
    async def test_nobody_else_does(self, land: Land, name: str) -> None:
        actor = await land.actor(name)
        for person_id in (await land.person(DIRECTOR), MISSING):
            with pytest.raises(OutOfReach):
                await plan_absence(land.work, actor, person_id)
            with pytest.raises(OutOfReach):
                await look_for_substitute(land.work, actor, person_id, FIRST, LAST)
            with pytest.raises(OutOfReach):
                await enter_absence(land.work, actor, person_id, since=FIRST, until=LAST, substitute_id=None)

    async def test_who_left_or_only_acts_here_is_nobodys(self, land: Land) -> None:
        await land.serves(LINDEN_DIRECTOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await away(land, LINDEN_DIRECTOR, by=COORDINATOR)
        await away(land, COORDINATOR, GOVERNOR)
        land.clock.set(at(3, 10, 9))
        with pytest.raises(OutOfReach):
            await away(land, GOVERNOR, by=COORDINATOR)

    async def test_ten_of_them_a_page(self, land: Land) -> None:
        for number in range(6):
            await land.comes_in(f"Яна {number}", Role.SCHOOL_COORDINATOR, at_schools=(LAKE,))
        await away(land, DIRECTOR, DEPUTY, since=day(3, 9))
        coordinator = await land.actor(COORDINATOR)
        first, last = [await look_at_staff(land.work, coordinator, page) for page in (0, 1)]
        assert (first.page, first.pages, len(first.people), len(last.people)) == (0, 2, 10, 2)
        names = [one.name for one in (*first.people, *last.people)]
        assert names == sorted(names)
        assert {DIRECTOR, CURATOR, LINDEN_DIRECTOR} < set(names)
        assert not {COORDINATOR, GOVERNOR, NEXT_DIRECTOR} & set(names)
        assert [one.away_until for one in first.people if one.name == DIRECTOR] == [LAST]
        assert [one.person for one in first.absences] == [DIRECTOR]
        assert (await look_at_staff(land.work, coordinator, 99)).page == 1

    async def test_who_coordinates_nothing_has_no_people(self, land: Land) -> None:
        with pytest.raises(NotYours):
            await look_at_staff(land.work, await land.actor(DIRECTOR), 0)


class TestChanging:
    async def test_taken_back_before_it_began(self, land: Land) -> None:
        card = await away(land, DIRECTOR, LINDEN_DIRECTOR)
        back = await cancel_absence(land.work, await land.actor(DIRECTOR), card.absence_id)
        assert (back.cancelled, back.over, back.begun) == (True, True, False)
        land.clock.set(at(3, 12, 9))
        assert (await land.school(LAKE)).id not in (await land.actor(LINDEN_DIRECTOR)).directs
        assert await land.news(AbsenceChanged.__name__) == [COORDINATOR, LINDEN_DIRECTOR]
        await away(land, DIRECTOR, since=day(3, 12), until=LAST)

    async def test_whoever_is_back_sooner_ends_the_substitution_at_once(self, land: Land) -> None:
        card = await away(land, DIRECTOR, LINDEN_DIRECTOR)
        land.clock.set(at(3, 12, 9))
        lake = (await land.school(LAKE)).id
        assert lake in (await land.actor(LINDEN_DIRECTOR)).directs
        back = await cancel_absence(land.work, await land.actor(DIRECTOR), card.absence_id)
        assert (back.cancelled, back.begun) == (True, True)
        assert lake not in (await land.actor(LINDEN_DIRECTOR)).directs
        again = await cancel_absence(land.work, await land.actor(DIRECTOR), card.absence_id)
        assert again.cancelled
        assert len(await land.rows(AuditEntry, AuditEntry.action == "cancel_absence")) == 1

    async def test_another_last_day(self, land: Land) -> None:
        card = await away(land, DIRECTOR, LINDEN_DIRECTOR)
        director = await land.actor(DIRECTOR)
        for until in (day(3, 12), day(3, 30)):
            assert (await move_end(land.work, director, card.absence_id, until)).until_on == until
            assert await acting(land) == [(Role.DIRECTOR, FIRST, until)]
        assert await land.news(AbsenceChanged.__name__) == [COORDINATOR, LINDEN_DIRECTOR] * 2
        await move_end(land.work, director, card.absence_id, day(3, 30))
        assert len(await land.rows(AuditEntry, AuditEntry.action == "move_absence")) == 2

    async def test_a_last_day_in_words(self, land: Land) -> None:
        card = await away(land, DIRECTOR)
        director = await land.actor(DIRECTOR)
        assert await understand_end(land.work, director, card.absence_id, "12.03") == day(3, 12)
        with pytest.raises(DayNotUnderstood):
            await understand_end(land.work, director, card.absence_id, "скоро")

    async def test_the_last_day_lies_neither_in_the_past_nor_before_the_first(self, land: Land) -> None:
        card = await away(land, DIRECTOR)
        director = await land.actor(DIRECTOR)
        with pytest.raises(AbsenceBeginsLater):
            await move_end(land.work, director, card.absence_id, day(3, 9))
        land.clock.set(at(3, 14, 9))
        with pytest.raises(AbsencePast):
            await move_end(land.work, director, card.absence_id, day(3, 13))

    async def test_days_that_are_added_must_be_free_for_both(self, land: Land) -> None:
        card = await away(land, DIRECTOR, DEPUTY)
        director = await land.actor(DIRECTOR)
        await away(land, DEPUTY, since=day(3, 19), until=day(3, 20))
        with pytest.raises(SubstituteNotFree):
            await move_end(land.work, director, card.absence_id, day(3, 19))
        await away(land, DIRECTOR, since=day(3, 18), until=day(3, 18))
        with pytest.raises(AbsencesOverlap):
            await move_end(land.work, director, card.absence_id, day(3, 18))

    async def test_what_is_over_or_taken_back_stays_so(self, land: Land) -> None:
        over, director = await away(land, DIRECTOR), await land.actor(DIRECTOR)
        taken_back = await away(land, DIRECTOR, since=day(3, 20), until=day(3, 22))
        await cancel_absence(land.work, director, taken_back.absence_id)
        land.clock.set(at(3, 18, 9))
        with pytest.raises(WrongState):
            await cancel_absence(land.work, director, over.absence_id)
        for card in (over, taken_back):
            with pytest.raises(WrongState):
                await move_end(land.work, director, card.absence_id, day(3, 22))

    async def test_the_coordinator_changes_it_too(self, land: Land) -> None:
        card = await away(land, DIRECTOR, DEPUTY)
        coordinator = await land.actor(COORDINATOR)
        await move_end(land.work, coordinator, card.absence_id, day(3, 12))
        await cancel_absence(land.work, coordinator, card.absence_id)
        assert await land.news(AbsenceChanged.__name__) == [DIRECTOR, DEPUTY] * 2

    @pytest.mark.parametrize("name", [DEPUTY, CURATOR, NEIGHBOUR, GOVERNOR, NEXT_DIRECTOR])
    async def test_nobody_else_does_not_even_the_substitute(self, land: Land, name: str) -> None:
        card = await away(land, DIRECTOR, DEPUTY)
        actor = await land.actor(name)
        for absence_id in (card.absence_id, MISSING):
            with pytest.raises(OutOfReach):
                await cancel_absence(land.work, actor, absence_id)
            with pytest.raises(OutOfReach):
                await move_end(land.work, actor, absence_id, LAST)
            with pytest.raises(OutOfReach):
                await understand_end(land.work, actor, absence_id, "12.03")

    async def test_a_coordinator_who_lost_the_role_changes_nothing_more(self, land: Land) -> None:
        card = await away(land, DIRECTOR, DEPUTY)
        await land.serves(COORDINATOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await cancel_absence(land.work, await land.actor(COORDINATOR), card.absence_id)


class TestSeeing:
    async def test_the_substitute_sees_for_whom_and_where_but_changes_nothing(self, land: Land) -> None:
        entered = await away(land, DIRECTOR, DEPUTY)
        deputy = await land.actor(DEPUTY)
        card = await look_at_absence(land.work, deputy, entered.absence_id)
        assert (card.acting, card.own, card.may_change) == (True, False, False)
        assert [(post.role, post.places) for post in card.posts] == [(Role.DIRECTOR, (LAKE,))]
        assert [one.absence_id for one in (await look_at_settings(land.work, deputy)).acting] == [entered.absence_id]

    async def test_anothers_absence_does_not_exist(self, land: Land) -> None:
        entered = await away(land, DIRECTOR, DEPUTY)
        for name in (CURATOR, BIRCH_DIRECTOR, NEIGHBOUR):
            for absence_id in (entered.absence_id, MISSING):
                with pytest.raises(OutOfReach):
                    await look_at_absence(land.work, await land.actor(name), absence_id)

    async def test_ones_own_stand_in_the_settings_until_they_are_over(self, land: Land) -> None:
        entered = await away(land, DIRECTOR, DEPUTY)
        director = await land.actor(DIRECTOR)
        assert [one.absence_id for one in (await look_at_settings(land.work, director)).absences] == [
            entered.absence_id
        ]
        land.clock.set(at(3, 18, 0, 30))
        assert (await look_at_settings(land.work, director)).absences == ()
        assert (await look_at_settings(land.work, await land.actor(DEPUTY))).acting == ()

    async def test_news_of_what_was_taken_back_is_not_said(self, land: Land) -> None:
        entered = await away(land, DIRECTOR, DEPUTY)
        deputy, coordinator = await land.person(DEPUTY), await land.person(COORDINATOR)
        named, told = SubstituteNamed(entered.absence_id), AbsenceEntered(entered.absence_id)
        assert isinstance(await look_at_news(land.work, deputy, named), AbsenceCard)
        assert isinstance(await look_at_news(land.work, coordinator, told), AbsenceCard)
        await cancel_absence(land.work, await land.actor(DIRECTOR), entered.absence_id)
        assert await look_at_news(land.work, deputy, named) is DropReason.NO_LONGER_TRUE
        assert await look_at_news(land.work, coordinator, told) is DropReason.NO_LONGER_TRUE
        changed = await look_at_news(land.work, deputy, AbsenceChanged(entered.absence_id))
        assert isinstance(changed, AbsenceCard)
        assert changed.cancelled


class TestActing:
    async def test_the_substitute_marks_and_confirms_while_it_lasts(self, land: Land) -> None:
        await land.publish(row("1"), document("7"))
        await away(land, DIRECTOR, LINDEN_DIRECTOR)
        await away(land, CURATOR, SECOND_CURATOR)
        task, slot = [(await land.assignment(number, LAKE)).id for number in ("1", "7")]
        with pytest.raises(OutOfReach):
            await mark_done(land.work, await land.actor(LINDEN_DIRECTOR), task)
        land.clock.set(at(3, 10, 9))
        assert (await mark_done(land.work, await land.actor(LINDEN_DIRECTOR), task)).fresh
        sent = await land.sends(LINDEN_DIRECTOR, slot)
        assert await land.news("DocumentSent") == [SECOND_CURATOR]
        await confirm_document(land.work, await land.actor(SECOND_CURATOR), sent.document_id)
        land.clock.set(at(3, 18, 9))
        with pytest.raises(OutOfReach):
            await mark_done(land.work, await land.actor(LINDEN_DIRECTOR), task)

    async def test_a_mark_says_in_whose_place_it_was_made(self, land: Land) -> None:
        await land.publish(row("1"), document("7"))
        await away(land, DIRECTOR, LINDEN_DIRECTOR)
        await away(land, CURATOR, SECOND_CURATOR)
        task, slot = [(await land.assignment(number, LAKE)).id for number in ("1", "7")]
        land.clock.set(at(3, 10, 9))
        made = (await mark_done(land.work, await land.actor(LINDEN_DIRECTOR), task)).card.mark
        assert made is not None
        assert (made.person, made.acting_for) == (LINDEN_DIRECTOR, DIRECTOR)
        sent = await land.sends(LINDEN_DIRECTOR, slot)
        judged = await confirm_document(land.work, await land.actor(SECOND_CURATOR), sent.document_id)
        assert (judged.sent_by, judged.sent_for) == (LINDEN_DIRECTOR, DIRECTOR)
        assert (judged.decided_by, judged.decided_for) == (SECOND_CURATOR, CURATOR)
        land.clock.set(at(4, 20, 9))
        mark = (await look_at_task(land.work, await land.actor(DIRECTOR), task)).mark
        assert mark is not None
        assert (mark.person, mark.acting_for) == (LINDEN_DIRECTOR, DIRECTOR)

    async def test_ones_own_marks_are_made_for_nobody(self, land: Land) -> None:
        await land.publish(row("1"), document("7"))
        await away(land, DIRECTOR, DEPUTY)
        await away(land, CURATOR, SECOND_CURATOR)
        land.clock.set(at(3, 10, 9))
        # Both could act there before: the one beside the director, the other as curator of that very school.
        at_lake, at_birch = (await land.assignment("1", LAKE)).id, (await land.assignment("7", BIRCH)).id
        made = (await mark_done(land.work, await land.actor(DEPUTY), at_lake)).card.mark
        mark = (await look_at_task(land.work, await land.actor(DEPUTY), at_lake)).mark
        assert mark is not None
        assert mark == made
        assert (mark.person, mark.acting_for) == (DEPUTY, None)
        sent = await land.sends(BIRCH_DIRECTOR, at_birch)
        card = await confirm_document(land.work, await land.actor(SECOND_CURATOR), sent.document_id)
        assert (card.sent_for, card.decided_by, card.decided_for) == (None, SECOND_CURATOR, None)

    async def test_what_was_done_on_the_day_of_return_keeps_its_name(self, land: Land) -> None:
        await land.publish(row("1"), row("2"))
        absence = await away(land, DIRECTOR, LINDEN_DIRECTOR)
        before, after = [(await land.assignment(number, LAKE)).id for number in ("1", "2")]
        land.clock.set(at(3, 12, 9))
        await mark_done(land.work, await land.actor(LINDEN_DIRECTOR), before)
        land.clock.move(hours=1)
        director = await land.actor(DIRECTOR)
        await cancel_absence(land.work, director, absence.absence_id)
        land.clock.move(hours=1)
        await mark_done(land.work, director, after)
        cards = [await look_at_task(land.work, director, one) for one in (before, after)]
        assert [(card.mark.person, card.mark.acting_for) for card in cards if card.mark] == [
            (LINDEN_DIRECTOR, DIRECTOR),
            (DIRECTOR, None),
        ]

    async def test_a_coordinator_acts_in_the_place_of_another(self, land: Land) -> None:
        await land.publish(row("1"), document("7"))
        await land.comes_in("Вера Тихая", Role.COORDINATOR, territory=NEXT_DOOR)
        await away(land, NEIGHBOUR, "Вера Тихая")
        await away(land, COORDINATOR, GOVERNOR)
        land.clock.set(at(3, 10, 9))
        task, slot = [(await land.assignment(number, LINDEN)).id for number in ("1", "7")]
        governor = await land.actor(GOVERNOR)
        await mark_done(land.work, governor, task)
        mark = (await look_at_task(land.work, governor, task)).mark
        assert mark is not None
        assert (mark.on_behalf, mark.acting_for) == (Role.DIRECTOR, COORDINATOR)
        sent = await land.sends(LINDEN_DIRECTOR, slot)
        assert (await confirm_document(land.work, governor, sent.document_id)).decided_for == COORDINATOR
