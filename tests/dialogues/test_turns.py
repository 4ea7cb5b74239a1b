"""What is wanted several times within a month is asked for so many times, and each time is told from the others."""

import pytest

from models.domain.access import Role
from tests.chat import Chat
from tests.dialogues.conftest import KLYUCHI, OZERSK, Town

MAP = """Дорожная карта Озёрского района на 2027 год
№	Мероприятие	Срок	Ответственные
1	Консультации для педагогов	2 раза в месяц с марта по май	Школы
2	Посещение школ кураторами	3 раза в апреле	Кураторы
3	Отчёт о работе	апрель	Школы
"""


@pytest.fixture
async def published(town: Town, coordinator: Chat) -> None:
    await coordinator.sends_file("карта.txt", MAP.encode())
    coordinator.sees("1 марта – 31 мая (каждый месяц, 2 раза)", "1–30 апреля (3 раза)")
    await coordinator.presses("Опубликовать")
    # four schools: 2 a month for three months, 3 visits, one report
    coordinator.sees("Опубликовано: 3 мероприятия, 40 задач")


@pytest.mark.usefixtures("published")
class TestTwiceAMonth:
    async def test_the_letter_says_how_often_and_has_a_button_for_each(self, town: Town, director: Chat) -> None:
        await town.wind(3, 29, 9)
        director.sees("Консультации для педагогов — 1–31 марта (2 раза)")
        assert [one for one in director.buttons() if one.startswith("✅")] == [
            "✅ 1 · 31 марта · 1 из 2",
            "✅ 1 · 31 марта · 2 из 2",
        ]
        await director.presses("✅ 1 · 31 марта · 1 из 2")
        assert [one for one in director.buttons() if one.startswith("✅")] == ["✅ 1"]

    async def test_words_mark_one_time_after_another(self, town: Town, director: Chat) -> None:
        await town.wind(3, 29, 9)
        await director.says("1 сделано")
        director.sees("Срок: 1–31 марта (1 из 2)", "✅ Сделано 29 марта")
        await director.says("1 сделано")
        director.sees("Срок: 1–31 марта (2 из 2)", "✅ Сделано 29 марта")
        await director.says("1 сделано")
        director.sees("Срок: 1–30 апреля (1 из 2)")

    async def test_a_question_tells_the_times_apart(self, town: Town, director: Chat) -> None:
        await town.wind(3, 29, 9)
        await director.says("когда консультации")
        director.sees("1–31 марта (1 из 2)", "1–31 марта (2 из 2)")

    async def test_a_curators_buttons_too(self, town: Town) -> None:
        curator = await town.resident(102, Role.CURATOR, schools=(OZERSK,))
        await town.wind(4, 20, 9)
        await curator.says("/visits")
        assert [one for one in curator.buttons() if "посещена" in one] == [
            f"✅ {OZERSK} (2, {nth} из 3) — посещена" for nth in (1, 2, 3)
        ]

    async def test_several_schools_stand_once_with_their_times(self, town: Town) -> None:
        director = await town.resident(105, Role.DIRECTOR, schools=(OZERSK, KLYUCHI))
        await town.wind(3, 29, 9)
        director.sees(f"{OZERSK} (2 раза), {KLYUCHI} (2 раза)")
