"""Due days on days off are pointed out where a draft is looked through."""

from tests.chat import Chat

MAP = """Муниципальная дорожная карта Озёрского района на 2027 год
№\tМероприятие\tСрок\tОтветственные
1\tСеминар для директоров\tдо 14 марта\tМуниципальный координатор
2\tКруглый стол\t15 марта\tМуниципальный координатор
3\tСобрание\t28 февраля\tМуниципальный координатор
4\tОткрытие доступа\tдо 21 марта\tФИОКО
5\tСовещание\t12 июня\tМуниципальный координатор
"""


async def test_a_due_day_on_a_day_off_is_pointed_out_and_not_moved(coordinator: Chat) -> None:
    await coordinator.sends_file("карта.txt", MAP.encode())
    coordinator.sees(
        "Сроков в выходные: 2. Бот сроки не переносит.",
        "до 14 марта · один раз на всех\n⚠️ 14 марта, вс: выходной\n",
        "⚠️ 12 июня, сб: выходной",
    )
    assert coordinator.last.text.count("⚠️") == 2
    await coordinator.presses("✏️ Изменить строку")
    await coordinator.presses("1")
    coordinator.sees("Срок: до 14 марта\n⚠️ 14 марта, вс: выходной")


async def test_a_row_that_is_left_out_is_not_counted(coordinator: Chat) -> None:
    await coordinator.sends_file("карта.txt", MAP.encode())
    await coordinator.presses("✏️ Изменить строку")
    await coordinator.presses("1")
    await coordinator.presses("Не включать")
    await coordinator.says("/roadmap")
    coordinator.sees("Сроков в выходные: 1. Бот сроки не переносит.")
