"""Rows of the municipality's and of the region's road map that are one work."""

import pytest

from handlers.callbacks import AnswerLink, TakeBackLink
from models.domain.access import Role
from models.language.participants import read_lines
from models.usecases import schools
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    DISTRICT,
    NEIGHBOUR,
    NEIGHBOURS_COORDINATOR,
    OZERSK,
    STRANGER,
    Town,
)

REGION = "Заозёрская область"
ABOVE = """Региональная дорожная карта Заозёрской области на 2027 год
№	Мероприятие	Срок	Ответственные
14	Первичное посещение школ кураторами	март	Кураторы
15	Повторное посещение школ кураторами	сентябрь	Кураторы
16	Анкетирование педагогов школ	апрель	Школы
"""
OURS = """Муниципальная дорожная карта Озёрского района на 2027 год
№	Мероприятие	Срок	Ответственные
3.1	Анкетирование педагогов и родителей	до 20 апреля	Школы
3.2	Первичное посещение школ кураторами	до 25 марта	Кураторы
3.3	Круглый стол	май	Муниципальный координатор
"""


@pytest.fixture
async def region(town: Town) -> Chat:
    """The region's coordinator has published the region's map."""
    lines = read_lines(
        "регион;территория;школа;часовой пояс;в проекте\n"
        f"{REGION};{DISTRICT};{OZERSK};Europe/Samara;да\n"
        f"{REGION};{NEIGHBOUR};Лесная СОШ;Europe/Samara;да\n"
    )
    await schools.add_schools(town.app.work(), lines)
    region = await town.resident(STRANGER, Role.COORDINATOR, territory=REGION)
    await region.sends_file("region.txt", ABOVE.encode())
    await region.presses("Опубликовать")
    return region


@pytest.fixture
async def asked(town: Town, region: Chat, coordinator: Chat) -> Chat:
    await coordinator.sends_file("ours.txt", OURS.encode())
    await coordinator.presses("Опубликовать")
    return coordinator


async def test_after_publication_one_question_at_a_time(asked: Chat) -> None:
    asked.sees("Опубликовано: 3 мероприятия")
    asked.sees(
        "Муниципальное № 3.2 и региональное № 14: одно и то же?",
        "Озёрский район, № 3.2:",
        "Заозёрская область, № 14:",
        "Общих задач: 4",
        "Осталось вопросов: 2.",
    )
    assert asked.buttons() == ["Да, одно и то же", "Нет, разные", "Позже"]
    await asked.presses("Да, одно и то же")
    assert len(asked.new) == 0
    asked.sees(
        "✅ Связано: № 3.2 и № 14. Одна отметка засчитается в оба пункта: 4 задачи.", "№ 3.1 и региональное № 16"
    )
    assert asked.buttons() == ["Да, одно и то же", "Нет, разные", "Позже", "Отменить"]
    await asked.presses("Нет, разные")
    asked.sees("Записано: № 3.1 и № 16 — разные мероприятия.", "больше нет")
    assert asked.buttons() == ["Отменить"]
    await asked.says("/links")
    asked.sees("Похожих мероприятий в картах муниципалитета и региона больше нет.")


async def test_after_an_edition_what_it_put_in(asked: Chat) -> None:
    for answer in ("Да, одно и то же", "Нет, разные"):
        await asked.presses(answer)
    await asked.sends_file(
        "ours.txt", OURS.replace("3.3", "3.4\tПовторное посещение школ\tсентябрь\tКураторы\n3.3").encode()
    )
    await asked.presses("Принять")
    asked.sees("Принята редакция 2")
    asked.sees("Муниципальное № 3.4 и региональное № 15: одно и то же?", "Общих задач: 4.")


async def test_the_curator_is_asked_once(town: Town, asked: Chat, curator: Chat) -> None:
    await asked.presses("Да, одно и то же")
    await town.wind(3, 16, 10)
    await curator.says("/visits")
    assert [one for one in curator.buttons() if one.startswith("✅")] == [
        f"✅ {OZERSK} — первое посещение",
        f"✅ {BEREZOVKA} — первое посещение",
    ]


async def test_later_is_found_again(asked: Chat) -> None:
    await asked.presses("Позже")
    asked.sees("№ 3.1 и региональное № 16")
    await asked.presses("Позже")
    asked.sees("Отложено вопросов: 2. Вернуться к ним: /links")
    await asked.says("/links")
    asked.sees("Муниципальное № 3.2 и региональное № 14: одно и то же?")


async def test_a_mistake_is_taken_back_on_the_same_message(town: Town, asked: Chat) -> None:
    await asked.presses("Да, одно и то же")
    await asked.presses("Отменить")
    asked.sees("Ответ отменён: № 3.2 и № 14.", "Муниципальное № 3.2 и региональное № 14: одно и то же?")
    await asked.presses("Да, одно и то же")
    back = asked.carries("Отменить")
    town.clock.move(minutes=16)
    await asked.presses("Отменить")
    assert "больше 15 минут" in asked.toast
    await asked.presses("Нет, разные")
    await asked.presses_old(back, under=asked.last)
    assert "больше 15 минут" in asked.toast


async def test_the_region_may_answer_and_a_double_tap_changes_nothing(asked: Chat, region: Chat) -> None:
    yes = asked.carries("Да, одно и то же")
    await region.says("/links")
    region.sees("Муниципальное № 3.2 и региональное № 14")
    await region.presses("Да, одно и то же")
    await asked.presses_old(yes, under=asked.last)
    asked.sees("✅ Связано: № 3.2 и № 14.")
    no = AnswerLink.unpack(yes)
    no.accepted = False
    await asked.presses_old(no.pack(), under=asked.last)
    assert "всё изменилось" in asked.toast


async def test_others_are_not_asked_and_can_answer_nothing(town: Town, asked: Chat, director: Chat) -> None:
    neighbour = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory=NEIGHBOUR)
    yes = asked.carries("Да, одно и то же")
    await neighbour.says("/links")
    neighbour.sees("больше нет")
    await director.says("/links")
    director.sees("указывает координатор")
    pair = AnswerLink.unpack(yes)
    back = TakeBackLink(municipal_task_id=pair.municipal_task_id, regional_task_id=pair.regional_task_id, skip=0).pack()
    for chat in (neighbour, director):
        for press in (yes, back):
            await chat.presses_old(press, under=chat.last)
            assert "недоступна" in chat.toast
    neighbour.never_sees("3.2")


async def test_nothing_is_asked_where_there_is_no_other_map(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_file("ours.txt", OURS.encode())
    await coordinator.presses("Опубликовать")
    assert "Опубликовано" in coordinator.last.text
