"""Each chooses for themselves: the hour and day of the letter, quiet hours, what they do without, zone."""

from handlers.callbacks import Choice, LiveBy, MoveDigest, MoveLetter, Mute, OpenChoice, OpenSettings, RestoreUsual
from models.domain.hours import Subject
from models.domain.settings import Zone
from tests.chat import Chat
from tests.dialogues.conftest import STRANGER, Town

USUAL = (
    "• Письмо недели — по понедельникам в 9:00",
    "• Список дня — в 9:00, если подходит срок",
    "• Вебинары — накануне и за 15 минут до начала",
    "• Не беспокоить с 20:00 до 8:00 и в выходные",
    "• Время — самарское, как в вашей территории",
)


async def test_one_screen_says_what_holds(director: Chat) -> None:
    await director.says("/settings")
    director.sees("Ваши настройки", *USUAL, "Документы и просьбы о помощи приходят всегда, но не в тихие часы.")
    assert director.buttons() == [
        "🕘 Час: 9:00",
        "📅 День письма: пн",
        "🌙 Тихие часы",
        "🌍 Время",
        "☑️ Письмо недели",
        "☑️ Список дня",
        "☑️ Вебинары",
        "🏖 Меня не будет",
    ]


async def test_who_visits_and_who_coordinates_have_a_button_more(curator: Chat, coordinator: Chat) -> None:
    await curator.says("/settings")
    curator.sees("• Посещения — накануне и утром в день посещения")
    assert "☑️ Посещения" in curator.buttons()
    assert "Отсутствие сотрудника" not in curator.buttons()
    await coordinator.says("/settings")
    assert "Отсутствие сотрудника" in coordinator.buttons()


async def test_the_settings_stand_under_the_help(director: Chat) -> None:
    await director.says("/help")
    director.sees("/settings — Настройки и отпуск")
    await director.presses("⚙️ Настройки")
    director.sees("Ваши настройки")
    assert [message.text.split("\n")[0] for message in director.seen[-2:]] != ["Ваши настройки"] * 2


async def test_each_change_takes_two_taps_on_the_same_message(director: Chat) -> None:
    await director.says("/settings")
    screen = director.last.id
    await director.presses("🕘 Час: 9:00")
    director.sees("В котором часу присылать", "Сейчас — в 9:00 (самарское время).")
    await director.presses("10:30")
    assert director.toast == "Сохранено"
    director.sees("по понедельникам в 10:30", "в 10:30, если подходит срок")
    await director.presses("📅 День письма: пн")
    await director.presses("ср")
    director.sees("по средам в 10:30")
    await director.presses("🌍 Время")
    director.sees("По какому времени вы живёте?")
    await director.presses("московское")
    director.sees("• Время — московское")
    assert "как в вашей территории" not in director.last.text
    assert director.last.id == screen
    await director.presses("Как было")
    director.sees(*USUAL)
    assert "Как было" not in director.buttons()


async def test_quiet_hours_move_the_letter_along_and_say_so(director: Chat) -> None:
    await director.says("/settings")
    await director.presses("🌙 Тихие часы")
    director.sees("Когда не беспокоить?", "Сейчас — с 20:00 до 8:00 и в выходные.")
    await director.presses("до 10:00")
    director.sees("с 20:00 до 10:00", "Письмо и список дня теперь приходят в 10:00")
    await director.presses("с 18:00")
    director.sees("с 18:00 до 10:00")
    assert "теперь приходят" not in director.last.text
    await director.presses("← Настройки")
    director.sees("• Не беспокоить с 18:00 до 10:00 и в выходные", "по понедельникам в 10:00")
    await director.presses("🕘 Час: 10:00")
    assert (director.buttons()[0], director.buttons()[-2]) == ("10:00", "17:30")


async def test_an_old_button_of_an_hour_of_rest_says_why_not(director: Chat) -> None:
    await director.says("/settings")
    await director.presses("🕘 Час: 9:00")
    early = director.carries("8:00")
    await director.presses("← Настройки")
    await director.presses("🌙 Тихие часы")
    await director.presses("до 9:00")
    await director.presses_old(early, under=director.last)
    assert director.toast == (
        "В этот час вас нельзя беспокоить. Выберите час с 9:00 до 20:00 или измените тихие часы: /settings"
    )


async def test_whoever_does_without_the_letter_is_told_what_silence_means(town: Town, director: Chat) -> None:
    await director.says("/settings")
    await director.presses("☑️ Письмо недели")
    assert "тишина не значит, что всё сделано" in director.toast
    director.sees("• Письмо недели — не присылать")
    # The screen stays as it is.
    town.expects("editMessageText")
    await director.presses_old(Mute(subject=Subject.LETTER, muted=True).pack(), under=director.last)
    assert director.toast == "Сохранено"
    await town.wind(3, 8, 9, 0)
    await town.wind(3, 9, 9, 0)
    director.never_sees("Неделя 8 марта")
    await director.presses("⬜️ Письмо недели")
    await director.presses("☑️ Вебинары")
    director.sees("по понедельникам", "• Вебинары — не напоминать")


async def test_the_letter_comes_on_the_chosen_day_by_the_chosen_clock(town: Town, director: Chat) -> None:
    await director.says("/settings")
    await director.presses("📅 День письма: пн")
    await director.presses("ср")
    await director.presses("🌍 Время")
    await director.presses("московское")
    await town.wind(3, 15, 9, 0)
    director.never_sees("Неделя 15 марта")
    # Nine in Moscow is ten in Samara.
    await town.wind(3, 17, 9, 59)
    director.never_sees("Неделя 15 марта")
    await town.wind(3, 17, 10, 0)
    director.sees("Неделя 15 марта")


async def test_what_no_screen_offers_is_not_chosen(director: Chat) -> None:
    await director.says("/settings")
    for forged in (MoveDigest(half_hour=0).pack(), MoveLetter(weekday=6).pack()):
        await director.presses_old(forged, under=director.last)
        assert "Здесь уже всё изменилось" in director.toast
    for broken in ("zd:48", "zl:7", "zz:Europe/Paris", "zs:documents:1", "zc:x"):
        await director.presses_old(broken, under=director.last)
        assert "больше не действует" in director.toast
    await director.says("/settings")
    director.sees(*USUAL)


async def test_a_stranger_has_no_settings(town: Town) -> None:
    stranger = town.chat(STRANGER)
    await stranger.says("/settings")
    stranger.sees("Войти можно по личной ссылке")
    for press in (OpenSettings(below=True), OpenChoice(choice=Choice.HOUR), LiveBy(zone=Zone.OMSK), RestoreUsual()):
        await stranger.presses_old(press.pack(), under=stranger.last)
        assert "Войти можно по личной ссылке" in stranger.toast


async def test_who_lost_all_roles_may_still_look(town: Town, director: Chat) -> None:
    await town.loses_role(104)
    await director.says("/settings")
    director.sees("Ваши настройки", "• Время — московское")
