import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import ANNA, OLGA, PETER, Playground
from tests.emulator.test_files import png

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="package")]


async def test_a_message_is_answered(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    field = anna.locator("textarea")
    await field.fill("Добрый день!")
    await field.press("Shift+Enter")
    await field.press_sequentially("Когда?")
    await field.press("Enter")
    await expect(anna.locator(".theirs .words").last).to_have_text("Добрый день!\nКогда?")
    await expect(anna.locator(".mine").last).to_contain_text("Когда?")
    await expect(anna.locator(".theirs .quote").last).to_contain_text("Добрый день!")
    await expect(field).to_have_value("")


async def test_markup_of_people_is_only_text(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    nasty = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    await playground.say(anna, nasty)
    await expect(anna.locator(".mine .words").last).to_have_text(nasty)
    assert await anna.locator(".words img, .words script").count() == 0


async def test_formatting_is_shown(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await playground.letter(anna)
    words = anna.locator(".words").last
    await expect(words.locator("b").first).to_have_text("Неделя с 1 по 5 марта")
    await expect(words.locator("code")).to_have_text("А-12")
    await expect(words.locator("time")).to_have_text("пт, 5 марта 2027 г. в 09:00")
    await expect(words.get_by_role("link", name="как заполнить")).to_have_attribute("rel", "noopener noreferrer")
    quote = words.locator("blockquote")
    await expect(quote).to_have_class("folded")
    await quote.click()
    await expect(quote).not_to_have_class("folded")


async def test_a_button_redraws_its_message(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await playground.letter(anna)
    await anna.get_by_role("button", name="✅ 12 сделано").click()
    await expect(anna.get_by_role("button", name="✅ 12 сделано · 1")).to_be_visible()
    await expect(anna.locator(".toast")).to_have_text("Отмечено: сделано")
    await expect(anna.locator(".foot").last).to_contain_text("изменено")
    await expect(anna.get_by_role("button", name="Уже закрыто")).to_be_disabled()


async def test_an_alert_waits_to_be_read(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await playground.letter(anna)
    await anna.get_by_role("button", name="✋ 12 нужна помощь").click()
    alert = playground.page.get_by_role("dialog")
    await expect(alert).to_contain_text("Куратор увидит вашу просьбу")
    await alert.get_by_role("button", name="Понятно").click()
    await expect(alert).to_have_count(0)


async def test_a_file_goes_there_and_back(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await anna.locator("input[type=file]").set_input_files(
        FilePayload(name="концепция.docx", mimeType="application/octet-stream", buffer=b"x" * 2048)
    )
    await expect(anna.locator(".chip")).to_contain_text("концепция.docx · 2 КБ")
    await playground.say(anna, "вот документ")
    back = anna.locator(".theirs .file").last
    await expect(back).to_contain_text("концепция.docx")
    async with playground.page.expect_download() as begun:
        await back.click()
    download = await begun.value
    assert download.suggested_filename == "концепция.docx"
    assert (await download.path()).read_bytes() == b"x" * 2048


DROP = """async (node) => {
  const data = new DataTransfer();
  data.items.add(new File(["plan"], "план.txt"));
  for (const kind of ["dragover", "drop"])
    node.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


async def test_a_file_is_dropped_and_taken_back(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await anna.locator(".log").evaluate(DROP)
    await expect(anna.locator(".chip")).to_contain_text("план.txt")
    await anna.get_by_role("button", name="Убрать файл").click()
    await expect(anna.locator(".chip")).to_have_count(0)


async def test_a_picture_is_shown(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await anna.locator("input[type=file]").set_input_files(
        FilePayload(name="карта.png", mimeType="image/png", buffer=png(60, 40))
    )
    await anna.get_by_role("button", name="Отправить").click()
    picture = anna.locator(".theirs .photo img")
    await picture.wait_for()
    assert await picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 60


async def test_two_people_stand_side_by_side(playground: Playground) -> None:
    anna, peter = await playground.begin(ANNA), await playground.begin(PETER)
    left, right = await anna.bounding_box(), await peter.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"] + 1
    await playground.say(anna, "только Анне")
    await expect(anna.locator(".mine").last).to_contain_text("только Анне")
    assert await peter.get_by_text("только Анне").count() == 0
    await playground.page.reload()
    await expect(playground.column(ANNA).locator(".mine").last).to_contain_text("только Анне")
    await playground.column(PETER).get_by_role("button", name="Закрыть чат").click()
    await expect(playground.column(PETER)).to_have_count(0)


async def test_what_comes_while_one_looks_away_is_counted(playground: Playground) -> None:
    await playground.begin(PETER)
    playground.world.say(ANNA, "эхо")
    badge = playground.page.locator(f".person[data-person='{ANNA}'] .unread")
    await expect(badge).to_have_text("1")
    assert await playground.page.title() == "(1) Веха: эхо"
    await playground.become(ANNA)
    await expect(badge).to_have_count(0)
    assert await playground.page.title() == "Веха: эхо"


async def test_the_clock_is_wound(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    face = playground.page.locator(".face-time")
    await expect(face).to_have_text("пн, 1 марта 2027 г., 09:00")
    await playground.page.get_by_role("button", name="завтра 9:00").click()
    await expect(face).to_have_text("вт, 2 марта 2027 г., 09:00")
    await expect(anna.locator(".theirs .words").last).to_have_text("Доброе утро, 02.03")
    await expect(anna.locator(".day").last).to_have_text("вторник, 2 марта")
    await playground.page.get_by_role("button", name="+1 час").click()
    await expect(face).to_have_text("вт, 2 марта 2027 г., 10:00")
    await playground.page.get_by_role("button", name="понедельник 9:00").click()
    await expect(face).to_have_text("пн, 8 марта 2027 г., 09:00")
    await playground.page.get_by_label("Перевести часы на").fill("2027-03-09T08:30")
    await playground.page.get_by_role("button", name="Перевести", exact=True).click()
    await expect(face).to_have_text("вт, 9 марта 2027 г., 08:30")


async def test_a_personal_link_is_opened_by_whom_one_says(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await playground.letter(anna)
    await anna.get_by_role("button", name="https://t.me/vekha_bot?start=pK3x9").click()
    chooser = playground.page.get_by_role("dialog", name="Кто откроет ссылку?")
    await chooser.get_by_role("button", name="Ольга Каменева").click()
    olga = playground.column(OLGA)
    await expect(olga.locator(".mine").first).to_contain_text("/start pK3x9")
    await expect(olga.locator(".theirs code")).to_have_text("pK3x9")


async def test_the_menu_of_commands(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await anna.locator("textarea").press_sequentially("/")
    await anna.get_by_role("button", name="/week письмо недели").click()
    await expect(anna.get_by_text("Просрочено")).to_be_visible()
    menu = anna.get_by_role("button", name="Команды бота")
    await menu.click()
    await expect(menu).to_have_attribute("aria-expanded", "true")


async def test_a_reply(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    greeting = anna.locator(".theirs").first
    await greeting.hover()
    await greeting.get_by_role("button", name="Ответить").click()
    await expect(anna.locator(".chip")).to_contain_text("Здравствуйте!")
    await playground.say(anna, "сделано")
    await expect(anna.locator(".mine .quote").last).to_contain_text("Здравствуйте!")
    assert playground.world.chat(ANNA).history[3].reply_to == 2


async def test_a_phone_is_shared(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await anna.get_by_role("button", name="Мой телефон").click()
    window = playground.page.get_by_role("dialog", name="Поделиться телефоном")
    await expect(window.get_by_label("Номер, который увидит бот")).to_have_value("+7 900 000-00-07")
    await window.get_by_role("button", name="Поделиться").click()
    await expect(anna.locator(".theirs .words").last).to_have_text("Ваш номер принят.")


async def test_blocking(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await anna.get_by_role("button", name="Ещё").click()
    await playground.page.get_by_role("button", name="Заблокировать бота").click()
    await anna.get_by_role("button", name="Разблокировать бота").click()
    await expect(anna.locator("textarea")).to_be_visible()
    assert not playground.world.chat(ANNA).blocked


async def test_a_newcomer(playground: Playground) -> None:
    await playground.page.get_by_role("button", name="Новый человек").click()
    window = playground.page.get_by_role("dialog", name="Новый человек")
    await window.get_by_label("Имя").fill("Вера")
    await window.get_by_label("Фамилия").fill("Новая")
    await window.get_by_role("button", name="Добавить").click()
    await expect(playground.page.get_by_role("heading", name="Вера Новая")).to_be_visible()


async def test_the_end_stays_in_sight(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    for _ in range(3):
        await anna.get_by_role("button", name="Письмо недели").click()
    await expect(anna.get_by_role("button", name="Уже закрыто")).to_have_count(3)
    end = anna.get_by_role("button", name="Уже закрыто").last
    await expect(end).to_be_in_viewport()
    await playground.page.set_viewport_size({"width": 1280, "height": 500})
    await expect(end).to_be_in_viewport()
    await anna.locator(".log").evaluate("(log) => { log.scrollTop = 0; }")
    await expect(anna.locator(".mine").first).to_be_in_viewport()
    playground.world.say(PETER, "/start")
    await playground.say(anna, "вниз")
    await expect(anna.locator(".theirs").last).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 390])
async def test_on_a_phone_one_chat_at_a_time(playground: Playground, width: int) -> None:
    await playground.page.set_viewport_size({"width": width, "height": 740})
    assert await playground.overflow() == 0
    anna = await playground.begin(ANNA)
    await playground.letter(anna)
    assert await playground.overflow() == 0
    box = await anna.bounding_box()
    assert box is not None
    assert box["width"] == width
    await playground.page.locator("summary").click()
    await playground.page.get_by_role("button", name="+1 час").click()
    await expect(playground.page.locator(".face-time")).to_contain_text("10:00")
    assert await playground.overflow() == 0
    await anna.get_by_role("button", name="К списку людей").click()
    await playground.become(PETER)
    await expect(anna).to_be_hidden()


async def test_it_is_reached_by_keyboard(playground: Playground) -> None:
    await playground.page.locator(".person").first.focus()
    await playground.page.keyboard.press("Enter")
    await expect(playground.column(ANNA).locator("textarea")).to_be_focused()
    await playground.page.keyboard.type("/week")
    await playground.page.keyboard.press("Enter")
    await expect(playground.column(ANNA).get_by_text("Просрочено")).to_be_visible()


async def test_every_control_has_a_name(playground: Playground) -> None:
    anna = await playground.begin(ANNA)
    await playground.letter(anna)
    nameless = await playground.page.evaluate(
        """() => [...document.querySelectorAll("button, a, input:not([hidden]), textarea")].filter((node) =>
          !(node.textContent.trim() || node.ariaLabel || node.labels?.length || node.querySelector?.("img[alt]"))
        ).map((node) => node.outerHTML)"""
    )
    assert nameless == []
