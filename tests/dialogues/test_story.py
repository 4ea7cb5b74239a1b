"""The whole way once: a file goes in, people are told at their hour, a tap marks, a question is answered."""

from tests.dialogues.conftest import Town


async def test_from_a_file_to_an_answer(town: Town) -> None:
    coordinator = await town.coordinator()
    coordinator.sees("Вы — координатор", "Озёрский район")
    curator = await town.curator()
    curator.sees("Вы — куратор", "Озёрская СОШ № 1, Берёзовская СОШ")
    director = await town.director()

    await town.publishes(coordinator)
    coordinator.sees("Опубликовано:", "24 мероприятия", "4 школы")

    await coordinator.says("/webinar")
    await coordinator.says("10 марта 15:00")
    await coordinator.says("Работа с рисками https://example.ru/room")
    await coordinator.presses("Объявить")
    coordinator.sees("Вебинар объявлен", "Приглашены: 2 участника")

    await town.wind(3, 9, 8, 59)
    director.never_sees("Неделя 8 марта")
    await town.wind(3, 9, 9, 0)
    director.sees("Неделя 8 марта – 14 марта", "Работа с рисками")
    curator.sees("Неделя 8 марта – 14 марта", "Первичное посещение")

    await director.presses("✅ 2.8 · 11 марта")
    assert director.toast == "Отмечено"
    director.sees("Неделя 8 марта", "Отмечено: 2.8", "сделано")
    await director.presses("Отменить")
    director.sees("Неделя 8 марта", "снова в плане")
    await director.presses("✅ 2.8 · 11 марта")
    await director.presses("✋ Помощь")
    curator.sees("Нужна помощь", "Озёрская СОШ № 1", "Ветрова Ольга")
    await curator.presses("Возьму на себя")
    director.sees("Белов Андрей поможет вам")

    await town.wind(3, 9, 17, 0)
    director.sees("Вебинар ср 10 марта", "Работа с рисками")
    await director.presses("Пойду")
    assert director.toast == "Записано: идёте"
    await town.wind(3, 10, 14, 45)
    director.sees("Скоро начало", "Работа с рисками")

    await town.wind(3, 10, 15, 30)
    curator.sees("Посещения ср 10 марта", "Озёрская СОШ № 1", "Берёзовская СОШ")
    await curator.presses("✅ Озёрская СОШ № 1 — первое посещение")
    curator.sees("Отмечено: Озёрская СОШ № 1 — посещена 10 марта")

    await town.wind(4, 26, 9, 0)
    await director.presses("Ещё")
    await director.presses("📎 2.6")
    director.sees("2.6", "Пришлите сюда файл")
    await director.sends_file("Концепция.docx", b"concept")
    director.sees("Отправлено", "2.6", "Проверяет 1 участник")
    curator.sees("Документ на проверку", "Озёрская СОШ № 1", "Ветрова Ольга")
    await curator.presses("Вернуть")
    await curator.presses("нет отметки об утверждении")
    director.sees("вернули на доработку", "нет отметки об утверждении")
    await director.presses("📎 Отправить исправленный")
    await director.sends_file("Концепция с отметкой.docx", b"concept, approved")
    curator.sees("Новая версия (2)")
    await curator.presses("Подтвердить")
    assert curator.toast == "Подтверждено"
    director.sees("Документ подтверждён", "2.6")

    await coordinator.says("кто не посетил школы")
    answer = coordinator.last.text
    assert "Берёзовская" in answer
    assert "Озёрская" not in answer.partition("Берёзовская")[2]
