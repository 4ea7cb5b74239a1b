"""Files that cannot or must not be read: each gets a sentence that says what to do, and nobody waits for it."""

from pathlib import Path

import pytest

from models.roadmap.blocks import MOST_ROWS
from models.roadmap.pdf import MOST_PAGES
from tests.chat import Chat
from tests.dialogues.conftest import COORDINATOR, DATA, DIRECTOR, Town
from tests.roadmap.office import HEAD, sheet, with_parts
from tests.roadmap.paper import pdf, words
from tests.roadmap.test_packages import ENTITIES, LOCKED, PLAIN, packed

CORPUS = Path(__file__).parents[1] / "roadmap" / "corpus"
LONG = [("№", "Мероприятие"), *((str(place), "а") for place in range(MOST_ROWS))]

FILES: dict[str, tuple[bytes, str, str]] = {
    "скан.pdf": (pdf(["0 0 1 1 re f"]), "Это скан", "Пришлите исходный документ"),
    "снимок.jpg": (b"\xff\xd8\xff", "Это изображение", "Пришлите исходный документ"),
    "пароль.pdf": ((CORPUS / "refused" / "locked.pdf").read_bytes(), "защищён паролем", "Снимите пароль"),
    "пароль.docx": (LOCKED, "защищён паролем", "Снимите пароль"),
    "обрезан.docx": (PLAIN[:-200], "Файл повреждён", "сохраните заново"),
    "обрезан.pdf": (b"%PDF-1.4 nothing", "Файл повреждён", "сохраните заново"),
    "бомба.docx": (packed({"word/document.xml": bytes(101 * 2**20)}), "слишком большой", "Пришлите только таблицу"),
    "сущности.docx": (with_parts(PLAIN, word__document_xml=ENTITIES), "небезопасно", "Скопируйте таблицу"),
    "макросы.docm": (b"PK", "есть макросы", "Сохраните его без макросов"),
    "макросы.xlsx": (with_parts(sheet(HEAD), xl__vbaProject_bin=b"\0"), "есть макросы", "Сохраните его без макросов"),
    "длинный.xlsx": (sheet(*LONG), f"больше {MOST_ROWS} строк", "Оставьте лист с дорожной картой"),
    "толстый.pdf": (pdf([words("План")] * (MOST_PAGES + 1)), f"В файле {MOST_PAGES + 1} страниц", "только страницы"),
}


@pytest.mark.parametrize("name", FILES)
async def test_it_gets_a_sentence_that_says_what_to_do(coordinator: Chat, name: str) -> None:
    content, why, way_on = FILES[name]
    await coordinator.sends_file(name, content)
    coordinator.sees(why, way_on)
    assert len(coordinator.new) == 1
    await coordinator.says("/week")
    coordinator.sees("задач нет")


async def test_others_are_answered_while_it_is_read(town: Town, coordinator: Chat, director: Chat) -> None:
    town.world.send_file(COORDINATOR, "карта.txt", (DATA / "ozersk_2027.txt").read_bytes())
    town.world.say(DIRECTOR, "/week")
    await town.app.settled()
    calls = [(call.method, call.chat_id) for call in town.world.calls]
    assert calls.index(("sendMessage", DIRECTOR)) < calls.index(("editMessageText", COORDINATOR))
    coordinator.sees("Распознано 24 мероприятия")
    director.sees("задач нет")
