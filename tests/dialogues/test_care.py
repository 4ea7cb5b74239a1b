"""«Мои школы»: who waits for a visit, whom to call, what is at risk."""

import pytest
from sqlalchemy import func, select

from handlers.callbacks import LiftRisk, NameRisk, OpenSchool, OpenSchools
from models.domain.access import Role
from models.language.participants import SchoolLine
from models.queries.looks import LOOKED_UP
from models.tables import AuditEntry, School, SchoolRisk
from models.usecases import schools
from tests.chat import Chat
from tests.dialogues.conftest import (
    BEREZOVKA,
    CURATOR,
    DIRECTOR,
    DISTRICT,
    FOREST,
    NEIGHBOURS_COORDINATOR,
    OZERSK,
    Town,
)

pytestmark = pytest.mark.usefixtures("roadmap")

BACK = "← К списку"


async def school_id(town: Town, name: str) -> int:
    async with town.app.work().reading() as session:
        return (await session.scalars(select(School.id).where(School.name == name))).one()


async def test_a_curator_sees_who_waits_longest(town: Town, curator: Chat) -> None:
    await town.wind(3, 10, 8, 30)
    await curator.presses(f"✅ {OZERSK} — первое посещение")
    await town.wind(4, 20, 10, 0)
    await curator.says("/schools")
    assert curator.last.text == (
        "Мои школы: 2\n🔴 30 дней и больше без посещения: 2\n\n"
        f"1. {BEREZOVKA} — 🔴 ещё не посещали\n2. {OZERSK} — 🔴 41 день назад"
    )
    assert curator.buttons() == [f"🔴 {BEREZOVKA}", f"🔴 {OZERSK}", "Посещения на сегодня"]


async def test_a_schools_card_stands_in_place_and_leads_back(town: Town, curator: Chat) -> None:
    await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
    await town.wind(3, 10, 8, 30)
    await curator.presses(f"✅ {OZERSK} — первое посещение")
    await curator.says("/schools")
    listed = curator.last
    await curator.presses(OZERSK)
    assert curator.last.id == listed.id
    curator.sees(
        OZERSK,
        "Последнее посещение: 10 марта, сегодня, первое посещение · Белов Андрей",
        "Следующее посещение: 13–24 сентября, второе посещение",
        "Ветрова Ольга — директор",
        "Задачи школы",
    )
    assert curator.buttons() == ["Последнее посещение", "Следующее посещение: 13–24 сентября", BACK]
    await curator.presses("Последнее посещение")
    curator.sees("✅ Посещена ср 10 марта, первое посещение")
    await curator.presses("← Назад")
    curator.sees(OZERSK, "Последнее посещение: 10 марта")
    await curator.presses(BACK)
    curator.sees("Мои школы: 2")
    assert curator.last.id == listed.id


async def test_a_look_at_a_contact_is_kept(town: Town, curator: Chat) -> None:
    await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
    await curator.says("/schools")
    await curator.presses(f"🔴 {OZERSK}")
    async with town.app.work().reading() as session:
        assert await session.scalar(select(func.count()).where(AuditEntry.action == LOOKED_UP)) == 1


async def test_a_coordinator_names_a_risk_and_lifts_it(town: Town, curator: Chat, coordinator: Chat) -> None:
    await coordinator.says("/schools")
    coordinator.sees("Мои школы: 4")
    await coordinator.presses(f"🔴 {OZERSK}")
    await coordinator.presses("⚠️ Назвать риск")
    coordinator.sees(OZERSK, "Напишите риск одним сообщением")
    await coordinator.says("Нет учителя <математики>")
    coordinator.sees("⚠️ Риски", "Нет учителя <математики> — Соколова Марина")
    await curator.says("/schools")
    await curator.presses(f"🔴 {OZERSK}")
    curator.sees("⚠️ Риски", "Нет учителя <математики>")
    assert not any("риск" in one.lower() for one in curator.buttons())
    await coordinator.presses("Снять риск: Нет учителя")
    assert coordinator.toast == "Риск снят"
    coordinator.sees("Риск снят: Нет учителя")
    await coordinator.presses("Вернуть снятый риск")
    assert coordinator.toast == "Риск возвращён"
    coordinator.sees("⚠️ Риски", "Нет учителя")
    await coordinator.presses(BACK)
    coordinator.sees("Мои школы: 4")


async def test_naming_a_risk_is_cancelled(town: Town, coordinator: Chat) -> None:
    await coordinator.says("/schools")
    await coordinator.presses(f"🔴 {OZERSK}")
    await coordinator.presses("⚠️ Назвать риск")
    await coordinator.presses("Отмена")
    await coordinator.says("Нет учителя")
    async with town.app.work().reading() as session:
        assert await session.scalar(select(func.count(SchoolRisk.id))) == 0


async def test_pages_are_turned(town: Town, coordinator: Chat) -> None:
    lines = [SchoolLine(2, DISTRICT, f"Школа {nth:02}", "Europe/Samara", True, "") for nth in range(20)]
    await schools.add_schools(town.app.work(), lines)
    await coordinator.says("/schools")
    coordinator.sees("Мои школы: 24", "10. ")
    await coordinator.presses("Дальше")
    coordinator.sees("11. ", "20. ")
    first = coordinator.buttons()[0]
    await coordinator.presses(first)
    await coordinator.presses(BACK)
    coordinator.sees("11. ", "20. ")


async def test_neighbours_see_nothing_of_it(town: Town, curator: Chat) -> None:
    neighbour = await town.resident(NEIGHBOURS_COORDINATOR, Role.COORDINATOR, territory="Лесной район")
    await neighbour.says("/schools")
    neighbour.sees("Мои школы: 1", FOREST)
    for press in (
        OpenSchool(school_id=await school_id(town, OZERSK), page=0),
        NameRisk(school_id=await school_id(town, OZERSK), page=0),
        LiftRisk(risk_id=1, page=0),
    ):
        await neighbour.presses_old(press.pack(), under=neighbour.last)
        assert "недоступна" in neighbour.toast
    neighbour.never_sees(OZERSK)


async def test_a_director_looks_after_nobody(town: Town) -> None:
    director = await town.resident(DIRECTOR, Role.DIRECTOR, schools=(OZERSK,))
    await director.says("/schools")
    director.sees("Закреплённых за вами школ пока нет.")
    assert "schools" not in director.menu


async def test_who_has_just_lost_the_role_sees_no_school_any_more(town: Town, curator: Chat) -> None:
    await curator.says("/schools")
    listed = curator.last
    await town.loses_role(CURATOR)
    await curator.presses(f"🔴 {OZERSK}")
    assert "недоступна" in curator.toast
    await curator.presses_old(OpenSchools(page=0).pack(), under=listed)
    curator.sees("Закреплённых за вами школ пока нет.")


async def test_a_page_that_is_gone_is_the_last_one(town: Town, curator: Chat) -> None:
    await curator.says("/schools")
    await curator.presses_old(OpenSchools(page=99).pack(), under=curator.last)
    curator.sees("Мои школы: 2")
    town.expects("editMessageText")


async def test_the_days_visits_lead_to_the_schools_and_back(town: Town, curator: Chat) -> None:
    await town.wind(3, 15, 10, 0)
    await curator.says("/visits")
    await curator.presses("Мои школы")
    curator.sees("Мои школы: 2")
    await curator.presses("Посещения на сегодня")
    curator.sees("Посещения пн 15 марта")
