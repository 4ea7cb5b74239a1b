from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import pytest
from sqlalchemy import event

from models.cards.documents import DocumentCard
from models.cards.helping import HelpCard
from models.cards.tasks import VisitsCard, WeekCard
from models.cards.webinars import WebinarCard
from models.domain.access import Role
from models.domain.lifecycles import State, Verdict
from models.domain.notices import (
    DocumentConfirmed,
    DocumentReturned,
    DocumentSent,
    HelpAsked,
    HelpTaken,
    Notice,
    VisitsDue,
    WebinarSoon,
    WebinarTomorrow,
    WeekBegan,
)
from models.domain.outbox import DropReason, Lane
from models.domain.refusals import OutOfReach
from models.tables import Account, HelpRequest, Webinar
from models.usecases.documents import open_document
from models.usecases.helping import ask_help, take_help, withdraw_help
from models.usecases.judging import confirm_document
from models.usecases.news import Told, look_at_letters, look_at_news
from models.usecases.tasks import mark_done
from models.usecases.webinars import add_webinar, answer_invitation
from tests.builders import (
    BIRCH,
    BIRCH_DIRECTOR,
    COORDINATOR,
    CURATOR,
    DEPUTY,
    DIRECTOR,
    LAKE,
    LINDEN_DIRECTOR,
    NEXT_CURATOR,
    NEXT_DIRECTOR,
    SAMARA,
    SECOND_CURATOR,
    Land,
    at,
    day,
    document,
    row,
    until,
    visit,
)


async def told(land: Land, name: str, notice: Notice) -> Told | DropReason:
    """What that person would read now."""
    (account,) = await land.rows(Account, Account.chat_id == name)
    return await look_at_news(land.work, account.person_id, notice)


@contextmanager
def listening(land: Land, asked: list[str]) -> Iterator[None]:
    """The statements that readers ask meanwhile."""
    engine = land.sessions.reader.sync_engine

    def hear(*given: Any) -> None:
        asked.append(given[2])

    event.listen(engine, "before_cursor_execute", hear)
    yield
    event.remove(engine, "before_cursor_execute", hear)


class TestTheLetter:
    async def test_it_says_what_is_true_when_it_is_sent(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10)), row("2", until(3, 12)))
        letter = WeekBegan(day(3, 8))
        before = await told(land, DIRECTOR, letter)
        assert isinstance(before, WeekCard)
        assert [card.state for card in before.this_week] == [State.PLANNED, State.PLANNED]
        await mark_done(land.work, await land.actor(DIRECTOR), (await land.assignment("1", LAKE)).id)
        after = await told(land, DIRECTOR, letter)
        assert isinstance(after, WeekCard)
        assert [card.state for card in after.this_week] == [State.DONE, State.PLANNED]

    async def test_a_quiet_week_is_said_too(self, land: Land) -> None:
        card = await told(land, DIRECTOR, WeekBegan(day(3, 8)))
        assert isinstance(card, WeekCard)
        assert card.quiet

    async def test_who_lost_every_role_gets_none(self, land: Land) -> None:
        await land.serves(DIRECTOR, until=day(3, 8))
        assert await told(land, DIRECTOR, WeekBegan(day(3, 8))) is DropReason.NO_LONGER_TRUE

    async def test_who_changed_the_role_reads_the_new_ones_tasks(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10)), visit("2", until(3, 10)))
        await land.serves(DIRECTOR, until=day(3, 8))
        await land.appoint(DIRECTOR, Role.CURATOR, school=BIRCH, since=day(3, 9))
        card = await told(land, DIRECTOR, WeekBegan(day(3, 8)))
        assert isinstance(card, WeekCard)
        assert [(one.number, one.unit) for one in card.this_week] == [("2", BIRCH)]

    async def test_the_role_of_the_local_day_counts(self, land: Land) -> None:
        await land.serves(DIRECTOR, since=day(3, 10))
        land.clock.set(at(3, 10, 0, 30))
        assert isinstance(await told(land, DIRECTOR, WeekBegan(day(3, 8))), WeekCard)


class TestLettersReadTogether:
    async def test_each_is_what_it_would_be_alone(self, land: Land) -> None:
        letter = WeekBegan(day(3, 8))
        await land.publish(row("1", until(3, 10)), visit("2", until(3, 11)), document("3", until(3, 9)))
        coordinator = await land.actor(COORDINATOR)
        await add_webinar(
            land.work,
            coordinator,
            title="Час вопросов",
            starts_at=at(3, 10, 15),
            zone=SAMARA,
            link="https://example.org/hour",
            roles=(Role.DIRECTOR,),
        )
        await land.sends(DIRECTOR, (await land.assignment("3", LAKE)).id)
        await mark_done(land.work, await land.actor(BIRCH_DIRECTOR), (await land.assignment("1", BIRCH)).id)
        await land.serves(DEPUTY, until=day(3, 8))
        people = [account.person_id for account in await land.rows(Account)]
        together = await look_at_letters(land.work, [*people, 10_000], letter.monday)
        alone = {person_id: await look_at_news(land.work, person_id, letter) for person_id in [*people, 10_000]}
        assert together == alone
        assert together[10_000] is DropReason.NO_ACCOUNT
        assert list(together.values()).count(DropReason.NO_LONGER_TRUE) == 1
        webinars = [len(one.webinars) for one in together.values() if isinstance(one, WeekCard)]
        assert 0 in webinars
        assert 1 in webinars

    async def test_many_cost_as_many_statements_as_one(self, land: Land) -> None:
        await land.publish(row("1", until(3, 10)), document("3", until(3, 9)))
        directors = [DIRECTOR, DEPUTY, BIRCH_DIRECTOR, LINDEN_DIRECTOR, NEXT_DIRECTOR]
        people = [(await land.actor(name)).person_id for name in directors]
        counts = []
        for some in (people[:1], people):
            asked: list[str] = []
            with listening(land, asked):
                await look_at_letters(land.work, some, day(3, 8))
            counts.append(len(asked))
        assert counts[0] == counts[1] > 0


class TestVisits:
    async def test_a_day_with_open_visits_is_told(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        card = await told(land, CURATOR, VisitsDue(day(3, 9)))
        assert isinstance(card, VisitsCard)
        assert [one.unit for one in card.visits] == [LAKE, BIRCH]

    async def test_one_who_has_been_everywhere_is_not_reminded(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)), visit("2", until(3, 12)))
        await mark_done(land.work, await land.actor(CURATOR), (await land.assignment("1", BIRCH)).id)
        assert isinstance(await told(land, CURATOR, VisitsDue(day(3, 9))), VisitsCard)
        assert await told(land, SECOND_CURATOR, VisitsDue(day(3, 9))) is DropReason.NO_LONGER_TRUE

    async def test_who_is_curator_no_more_is_not_told(self, land: Land) -> None:
        await land.publish(visit("1", until(3, 9)))
        await land.serves(CURATOR, until=day(3, 8))
        assert await told(land, CURATOR, VisitsDue(day(3, 9))) is DropReason.NO_LONGER_TRUE


class TestWebinars:
    @pytest.fixture
    async def webinar_id(self, land: Land) -> int:
        card = await add_webinar(
            land.work,
            await land.actor(COORDINATOR),
            title="Работа с рисками",
            starts_at=at(3, 10, 15),
            zone=SAMARA,
            link="https://example.ru/room",
            roles=(Role.CURATOR,),
        )
        return card.webinar_id

    @pytest.mark.parametrize("kind", [WebinarTomorrow, WebinarSoon])
    async def test_it_is_told_as_it_stands(
        self, land: Land, webinar_id: int, kind: type[WebinarTomorrow | WebinarSoon]
    ) -> None:
        card = await told(land, CURATOR, kind(webinar_id, 1))
        assert isinstance(card, WebinarCard)
        assert (card.title, card.going) == ("Работа с рисками", None)

    async def test_an_older_edition_is_not_told(self, land: Land, webinar_id: int) -> None:
        async with land.work as work:
            (await work.session.get_one(Webinar, webinar_id)).revision = 2
            await work.commit()
        assert await told(land, CURATOR, WebinarSoon(webinar_id, 1)) is DropReason.NO_LONGER_TRUE
        assert isinstance(await told(land, CURATOR, WebinarSoon(webinar_id, 2)), WebinarCard)

    @pytest.mark.parametrize("going", [True, False])
    async def test_who_can_not_come_is_spared_the_last_minute(self, land: Land, webinar_id: int, going: bool) -> None:
        await answer_invitation(land.work, await land.actor(CURATOR), webinar_id, going=going)
        told_now = await told(land, CURATOR, WebinarSoon(webinar_id, 1))
        assert isinstance(told_now, WebinarCard) is going

    async def test_a_cancelled_one_is_not_told(self, land: Land, webinar_id: int) -> None:
        await land.cancels(webinar_id)
        assert await told(land, CURATOR, WebinarTomorrow(webinar_id, 1)) is DropReason.NO_LONGER_TRUE

    async def test_who_is_invited_no_more_can_not_see_it(self, land: Land, webinar_id: int) -> None:
        await land.serves(CURATOR, until=day(3, 8))
        for name in (CURATOR, NEXT_CURATOR, DIRECTOR):
            with pytest.raises(OutOfReach):
                await told(land, name, WebinarSoon(webinar_id, 1))


class TestDocuments:
    @pytest.fixture
    async def sent(self, land: Land) -> DocumentCard:
        """Birch School's document, which two curators may judge."""
        await land.publish(document("7"))
        return await land.sends(BIRCH_DIRECTOR, (await land.assignment("7", BIRCH)).id)

    async def test_a_document_waits_for_its_judges(self, land: Land, sent: DocumentCard) -> None:
        for name in (CURATOR, SECOND_CURATOR):
            card = await told(land, name, DocumentSent(sent.document_id))
            assert isinstance(card, DocumentCard)
            assert card.may_judge

    async def test_until_the_first_word(self, land: Land, sent: DocumentCard) -> None:
        await confirm_document(land.work, await land.actor(CURATOR), sent.document_id)
        notice = DocumentSent(sent.document_id)
        assert await told(land, SECOND_CURATOR, notice) is DropReason.NO_LONGER_TRUE

    async def test_or_until_a_better_version(self, land: Land, sent: DocumentCard) -> None:
        await open_document(land.work, await land.actor(CURATOR), sent.document_id)
        again = await land.sends(BIRCH_DIRECTOR, sent.task.assignment_id)
        assert await told(land, CURATOR, DocumentSent(sent.document_id)) is DropReason.NO_LONGER_TRUE
        assert isinstance(await told(land, CURATOR, DocumentSent(again.document_id)), DocumentCard)

    async def test_who_is_curator_no_more_does_not_see_it(self, land: Land, sent: DocumentCard) -> None:
        await land.serves(CURATOR, until=day(3, 8))
        with pytest.raises(OutOfReach):
            await told(land, CURATOR, DocumentSent(sent.document_id))

    async def test_a_confirmation_is_told(self, land: Land, sent: DocumentCard) -> None:
        notice = DocumentConfirmed(sent.document_id)
        assert await told(land, BIRCH_DIRECTOR, notice) is DropReason.NO_LONGER_TRUE
        await confirm_document(land.work, await land.actor(CURATOR), sent.document_id)
        card = await told(land, BIRCH_DIRECTOR, notice)
        assert isinstance(card, DocumentCard)
        assert card.verdict is Verdict.CONFIRMED

    async def test_a_return_is_told_until_a_new_version_is_sent(self, land: Land, sent: DocumentCard) -> None:
        notice = DocumentReturned(sent.document_id)
        assert await told(land, BIRCH_DIRECTOR, notice) is DropReason.NO_LONGER_TRUE
        await land.returns(CURATOR, sent.document_id)
        assert isinstance(await told(land, BIRCH_DIRECTOR, notice), DocumentCard)
        await land.sends(BIRCH_DIRECTOR, sent.task.assignment_id)
        assert await told(land, BIRCH_DIRECTOR, notice) is DropReason.NO_LONGER_TRUE


class TestHelp:
    @pytest.fixture
    async def asked(self, land: Land) -> HelpRequest:
        await land.publish(row("1"))
        await ask_help(land.work, await land.actor(BIRCH_DIRECTOR), (await land.assignment("1", BIRCH)).id)
        (request,) = await land.rows(HelpRequest)
        return request

    async def test_a_request_stands_until_somebody_takes_it(self, land: Land, asked: HelpRequest) -> None:
        assert isinstance(await told(land, SECOND_CURATOR, HelpAsked(asked.id)), HelpCard)
        await take_help(land.work, await land.actor(CURATOR), asked.id)
        assert await told(land, SECOND_CURATOR, HelpAsked(asked.id)) is DropReason.NO_LONGER_TRUE

    async def test_or_until_it_is_withdrawn(self, land: Land, asked: HelpRequest) -> None:
        await withdraw_help(land.work, await land.actor(BIRCH_DIRECTOR), asked.assignment_id)
        assert await told(land, CURATOR, HelpAsked(asked.id)) is DropReason.NO_LONGER_TRUE

    async def test_who_takes_it_is_named_to_who_asked(self, land: Land, asked: HelpRequest) -> None:
        notice = HelpTaken(asked.id)
        assert await told(land, BIRCH_DIRECTOR, notice) is DropReason.NO_LONGER_TRUE
        await take_help(land.work, await land.actor(CURATOR), asked.id)
        card = await told(land, BIRCH_DIRECTOR, notice)
        assert isinstance(card, HelpCard)
        assert card.taken_by == CURATOR

    async def test_the_neighbours_see_nothing_of_it(self, land: Land, asked: HelpRequest) -> None:
        for name in (NEXT_CURATOR, DEPUTY):
            with pytest.raises(OutOfReach):
                await told(land, name, HelpAsked(asked.id))


@dataclass(frozen=True, slots=True)
class WeatherChanged:
    LANE: ClassVar[Lane] = Lane.LETTERS
    day: date


class TestPeople:
    async def test_nobody_is_nobody(self, land: Land) -> None:
        assert await look_at_news(land.work, 10_000, WeekBegan(day(3, 8))) is DropReason.NO_ACCOUNT

    async def test_without_consent_nothing_is_said(self, land: Land) -> None:
        await land.forgets_consent(DIRECTOR)
        assert await told(land, DIRECTOR, WeekBegan(day(3, 8))) is DropReason.NO_ACCOUNT

    async def test_news_of_a_kind_unknown_here_is_a_mistake(self, land: Land) -> None:
        with pytest.raises(TypeError):
            await told(land, DIRECTOR, WeatherChanged(day(3, 9)))
