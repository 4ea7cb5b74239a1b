"""How people come in, leave and come back, and what a stranger hears."""

from datetime import timedelta

from sqlalchemy import select

from handlers import states
from handlers.callbacks import Cancel, Consent, MarkDone, OpenWeek
from handlers.commands import MENU
from models.domain.access import Role
from models.tables import Base
from models.usecases import people
from models.work import Work
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    COORDINATOR,
    DIRECTOR,
    DISTRICT,
    LIPOVKA,
    NAMES,
    OTHER_DIRECTOR,
    OZERSK,
    STRANGER,
    Town,
)

STRANGE = "Войти можно по личной ссылке"


async def link(town: Town, role: Role = Role.DIRECTOR, *schools: str, name: str | None = None) -> str:
    """What the coordinator hands over."""
    work = Work(town.app.sessions, town.clock)
    territory = DISTRICT if role is Role.COORDINATOR else None
    places = schools or (() if territory else (OZERSK,))
    return (await people.invite(work, role, territory=territory, schools=places, name=name)).token


async def test_a_stranger_is_told_how_to_come_in(town: Town) -> None:
    stranger = town.chat(STRANGER)
    for words in ("/start", "/help", "/week", "/roadmap", "кто не посетил школы"):
        await stranger.says(words)
        assert STRANGE in stranger.last.text
    await stranger.sends_file("карта.txt", b"nothing")
    assert STRANGE in stranger.last.text
    await stranger.sends_photo(b"picture")
    assert STRANGE in stranger.last.text
    assert len(stranger.seen) == 7


async def test_a_strangers_press_changes_nothing(town: Town, director: Chat, roadmap: None) -> None:
    stranger = town.chat(STRANGER)
    await stranger.says("привет")
    for press in (MarkDone(assignment_id=1, origin="c"), OpenWeek(monday="2027-03-08", whole=True), Cancel()):
        await stranger.presses_old(press.pack(), under=stranger.last)
        assert STRANGE in stranger.toast
    assert len(stranger.seen) == 1


async def test_a_forged_link_opens_nothing(town: Town) -> None:
    stranger = town.chat(STRANGER)
    await stranger.says("/start iamthecoordinator")
    assert "Такого приглашения нет" in stranger.last.text
    await stranger.presses_old(Consent(given=True).pack(), under=stranger.last)
    assert STRANGE in stranger.toast
    await stranger.says("/week")
    assert STRANGE in stranger.last.text


async def test_a_link_opens_for_seven_days(town: Town) -> None:
    token = await link(town)
    town.clock.move(days=7)
    late = town.chat(STRANGER)
    await late.says(f"/start {token}")
    assert "Срок этого приглашения истёк" in late.last.text
    assert late.buttons() == []


async def test_the_days_may_run_out_before_consent(town: Town) -> None:
    token = await link(town)
    slow = town.chat(STRANGER)
    await slow.says(f"/start {token}")
    town.clock.move(days=8)
    await slow.presses("Согласен(на), начать")
    assert "Срок этого приглашения истёк" in slow.toast
    await slow.says("/week")
    assert STRANGE in slow.last.text


async def test_a_link_opens_once(town: Town) -> None:
    token = await link(town)
    first, second = town.chat(DIRECTOR), town.chat(STRANGER)
    await first.says(f"/start {token}")
    await second.says(f"/start {token}")
    await first.presses("Согласен(на), начать")
    await second.presses("Согласен(на), начать")
    assert "уже использовано" in second.toast
    await second.says(f"/start {token}")
    assert "уже использовано" in second.last.text
    await second.says("/week")
    assert STRANGE in second.last.text


async def test_a_link_that_waits_for_consent_is_kept_nowhere(town: Town) -> None:
    token = await link(town)
    director = town.chat(DIRECTOR)
    await director.says(f"/start {token}")
    kept = await everything(town)
    assert states.CONSENT in kept
    assert token not in kept
    await director.presses("Согласен(на), начать")
    director.sees(f"Вы — директор: {OZERSK}")


async def everything(town: Town) -> str:
    """All that the database holds, in one string."""
    async with town.app.work().reading() as session:
        rows = [row for table in Base.metadata.sorted_tables for row in await session.execute(select(table))]
    return "\n".join(map(str, rows))


async def test_who_refuses_may_come_later(town: Town) -> None:
    director = town.chat(DIRECTOR)
    token = await link(town)
    await director.says(f"/start {token}")
    director.sees("Вас приглашают как директора", OZERSK, "согласие")
    await director.presses("Не сейчас")
    director.sees("ничего не сохранено")
    assert director.buttons() == []
    await director.says("/week")
    assert STRANGE in director.last.text
    await director.says(f"/start {token}")
    await director.presses("Согласен(на), начать")
    director.sees(f"Вы — директор: {OZERSK}")


async def test_consent_is_pressed_once(town: Town) -> None:
    director = town.chat(DIRECTOR)
    await director.says(f"/start {await link(town)}")
    offer = director.last
    await director.presses("Согласен(на), начать")
    await director.presses_old(Consent(given=True).pack(), under=offer)
    assert "больше не действует" in director.toast
    await director.presses_old(Consent(given=False).pack(), under=offer)
    await director.says("/help")
    director.sees(f"Вы — директор: {OZERSK}")


async def test_a_person_bears_the_name_of_the_invitation_or_their_own(town: Town) -> None:
    named, unnamed = town.chat(DIRECTOR), town.chat(OTHER_DIRECTOR)
    await named.says(f"/start {await link(town, name='Ветрова О. П.')}")
    await named.presses("Согласен(на), начать")
    named.sees("Готово, Ветрова О. П.!")
    await unnamed.says(f"/start {await link(town)}")
    await unnamed.presses("Согласен(на), начать")
    unnamed.sees("Готово, Игорь Лаптев!")


async def test_a_second_role_comes_by_a_second_link(town: Town, director: Chat) -> None:
    await director.says(f"/start {await link(town, Role.CURATOR, BEREZOVKA, LIPOVKA)}")
    director.sees("Вас приглашают ещё и как куратора", f"{BEREZOVKA}, {LIPOVKA}")
    assert "согласие" not in director.last.text
    await director.presses("Принять")
    director.sees(f"Вы — куратор: {BEREZOVKA}, {LIPOVKA}", f"Вы — директор: {OZERSK}")
    assert "visits" in director.menu
    await director.says("/help")
    director.sees("Вы — куратор", "Вы — директор", "/visits")


async def test_everybody_is_offered_their_own_menu(town: Town) -> None:
    coordinator, curator, director = await town.coordinator(), await town.curator(), await town.director()
    assert director.menu == ["week", "tasks", "webinars", "settings", "help"]
    assert curator.menu == ["week", "tasks", "visits", "schools", "requests", "webinars", "settings", "help"]
    assert coordinator.menu == [
        "week",
        "tasks",
        "visits",
        "schools",
        "requests",
        "roadmap",
        "links",
        "reasons",
        "webinar",
        "webinars",
        "settings",
        "help",
    ]
    for chat in (coordinator, curator, director):
        await chat.says("/help")
        named = [line.split()[0].removeprefix("/") for line in chat.last.text.splitlines() if line.startswith("/")]
        assert named == chat.menu


async def test_a_school_coordinator_is_greeted_as_one(town: Town) -> None:
    deputy = await town.invited(OTHER_DIRECTOR, Role.SCHOOL_COORDINATOR, schools=(OZERSK,))
    deputy.sees(f"Вы — школьный координатор: {OZERSK}")
    assert deputy.menu == ["week", "tasks", "webinars", "settings", "help"]
    await deputy.says("/start")
    assert deputy.menu == ["week", "tasks", "webinars", "settings", "help"]


async def test_who_blocked_the_bot_is_found_again(town: Town, director: Chat) -> None:
    await director.blocks()
    await town.wind(3, 9, 9, 0)
    director.sees_nothing_new()
    await director.unblocks()
    await director.says("/start")
    director.sees("С возвращением!")
    director.sees(f"Вы — директор: {OZERSK}", "/week")
    await town.wind(3, 15, 9, 0)
    director.sees("Неделя 15 марта – 21 марта")


async def test_start_alone_brings_a_lost_person_back(town: Town, director: Chat) -> None:
    """The notice of an unblocking may be lost; a word from the person says the same."""
    await director.blocks()
    town.world.chat(DIRECTOR).blocked = False
    await director.says("/start")
    director.sees("С возвращением!")
    await town.wind(3, 9, 9, 0)
    director.sees("Неделя 8 марта – 14 марта")


async def test_a_stranger_may_block_and_unblock(town: Town) -> None:
    stranger = town.chat(STRANGER)
    await stranger.says("/start")
    await stranger.blocks()
    await stranger.unblocks()
    await stranger.says("/start")
    assert STRANGE in stranger.last.text


async def test_a_step_can_be_left(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/webinar")
    await coordinator.presses("Отмена")
    coordinator.sees("Хорошо, отменено.")
    await coordinator.says("завтра в 15:00")
    coordinator.never_sees("Теперь тема")


async def test_what_is_next_is_told_for_every_role(town: Town) -> None:
    director = await town.director()
    director.sees("По понедельникам в 9:00", "/week")
    curator = await town.curator()
    curator.sees("Утром в день посещения", "/week")
    coordinator = await town.coordinator()
    coordinator.sees("Пришлите сюда файл дорожной карты")
    assert NAMES[COORDINATOR] == ("Марина", "Соколова")
    coordinator.sees("Готово, Соколова Марина!")


async def test_the_invitation_lasts_to_the_last_minute(town: Town) -> None:
    token = await link(town)
    town.clock.move(seconds=timedelta(days=7).total_seconds() - 60)
    director = town.chat(DIRECTOR)
    await director.says(f"/start {token}")
    await director.presses("Согласен(на), начать")
    director.sees("Вы — директор")


async def test_every_command_of_the_menu_is_answered(town: Town, coordinator: Chat, roadmap: None) -> None:
    for command in MENU:
        await coordinator.says(f"/{command.name}")
        assert len(coordinator.new) == 1
        assert "бот не понимает" not in coordinator.last.text, command
    await coordinator.says("/unheard_of")
    coordinator.sees("бот не понимает")
