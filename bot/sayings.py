"""The sentences of the command line."""

from bot.config import Mistake
from models.cards.people import Change, Changed, InvitationCard, Outcome, SchoolOutcome
from models.domain.access import Role

NOBODY_TO_BE = (
    'Токен не задан, поэтому соединяться не с кем. Впишите его в config.toml: [telegram] token = "…" '
    "(его выдаёт @BotFather) или посмотрите бота без токена: make demo."
)
CONFIG_GOOD = "Настройки в порядке."
CONFIG_BAD = "В настройках ошибки:"
UP_TO_DATE = "База данных в порядке."
MIGRATED = "База данных обновлена. Прежняя сохранена: {copy}"
ALREADY_RUNNING = "С этой базой данных уже работает другой процесс. Остановите его или укажите другую базу."

DEMO = "Веха открыта: {address}. Файл, который можно послать боту: {file}. Остановить: Ctrl+C."

NO_PLACE = "Не нашлось такой территории или школы: «{name}». Сначала добавьте их: python -m bot school add FILE.csv"
NO_COLUMNS = "В первой строке файла нет столбцов: {names}. Нужны: территория, школа, часовой пояс, в проекте."
NOT_TEXT = "Файл {file} не читается как текст. Сохраните его как CSV в UTF-8."
INVITED = "{role}: {places}. Ссылка открывается один раз, до {until}:"
LINK = "https://t.me/{username}?start={token}"
CODE = (
    "/start {token}\n(Имя бота ещё не известно, поэтому ссылки нет: бот узнает его при первом запуске. "
    "До того эту строку можно послать боту самому.)"
)

ROLES = {
    Role.COORDINATOR: "координатор",
    Role.CURATOR: "куратор",
    Role.DIRECTOR: "директор",
    Role.SCHOOL_COORDINATOR: "школьный координатор",
}
OUTCOMES = {
    Outcome.ADDED: "добавлена",
    Outcome.CHANGED: "изменена",
    Outcome.SAME: "уже есть",
    Outcome.BAD_ZONE: "ОШИБКА: такого часового пояса нет (нужен, например, Europe/Samara)",
    Outcome.BAD_FLAG: "ОШИБКА: в столбце «в проекте» нужно «да» или «нет»",
    Outcome.INCOMPLETE: "ОШИБКА: нет территории, школы или часового пояса",
    Outcome.REGION_NAMED: "ОШИБКА: в столбце «территория» стоит регион, а нужен муниципалитет (район, округ)",
    Outcome.MUNICIPALITY_NAMED: "ОШИБКА: в столбце «регион» стоит муниципалитет, а нужен регион",
    Outcome.CONTRADICTS: "ОШИБКА: выше в файле у этой территории другой часовой пояс или регион",
}
MISTAKES = frozenset(
    {
        Outcome.BAD_ZONE,
        Outcome.BAD_FLAG,
        Outcome.INCOMPLETE,
        Outcome.REGION_NAMED,
        Outcome.MUNICIPALITY_NAMED,
        Outcome.CONTRADICTS,
    }
)
SCHOOL = "строка {line}: {school}: {outcome}"
CHANGES = {
    Changed.ZONE: "часовой пояс территории {was} → {now}",
    Changed.REGION: "регион территории {was} → {now}",
    Changed.JOINED_PROJECT: "теперь в проекте",
    Changed.LEFT_PROJECT: "больше не в проекте",
    Changed.RETURNED: "снова в списке",
}
NO_REGION = "не был указан"
ASSIGNMENTS = ", новых задач: {count}"
WITHDRAWN = ", отозвано задач: {count}"

WRONG = {
    "extra_forbidden": "такой настройки нет, проверьте написание",
    "missing": "не задано",
    "not_a_token": "это не токен: он выглядит как 123456:ABC…",
    "toml": "файл не читается как TOML ({error})",
    "dict_type": "здесь нужен раздел с настройками",
    "model_type": "здесь нужен раздел с настройками",
    "model_attributes_type": "здесь нужен раздел с настройками",
    "string_type": "нужна строка в кавычках",
    "string_pattern_mismatch": "значение не подходит под образец {pattern}",
    "int_parsing": "нужно целое число",
    "int_type": "нужно целое число",
    "int_from_float": "нужно целое число",
    "float_parsing": "нужно число",
    "float_type": "нужно число",
    "greater_than": "число должно быть больше {gt}",
    "greater_than_equal": "число должно быть не меньше {ge}",
    "less_than": "число должно быть меньше {lt}",
    "less_than_equal": "число должно быть не больше {le}",
    "literal_error": "подходит только одно из: {expected}",
    "url_parsing": "это не адрес",
    "url_scheme": "адрес должен начинаться с http:// или https://",
    "url_type": "это не адрес",
    "date_type": "нужна дата, например 2027-06-11",
    "date_parsing": "нужна дата, например 2027-06-11",
    "date_from_datetime_parsing": "нужна дата, например 2027-06-11",
    "frozen_set_type": "нужен список в квадратных скобках",
    "path_type": "нужен путь к файлу в кавычках",
}
OTHERWISE = "значение не подходит ({code})"


def wrong(mistake: Mistake) -> str:
    """What is wrong with one key, after the key's path."""
    words = WRONG.get(mistake.code, OTHERWISE)
    detail = {name: _russian(value) for name, value in mistake.detail.items()}
    return f"  {mistake.key}: {words.format(code=mistake.code, **detail)}"


def _russian(value: object) -> str:
    return str(value).replace(" or ", " или ")


DEMO = """
Веха открыта: {address}

Выберите, кем быть, нажимайте кнопки, пишите боту, заводите часы.
Дорожная карта, которую можно отправить координатором: {file}
Остановить: Ctrl+C
"""


def school(outcome: SchoolOutcome) -> str:
    """What became of one line of the list."""
    words = SCHOOL.format(line=outcome.line, school=outcome.school or "—", outcome=OUTCOMES[outcome.outcome])
    words += f" ({'; '.join(map(_change, outcome.changes))})" if outcome.changes else ""
    words += ASSIGNMENTS.format(count=outcome.assignments) if outcome.assignments else ""
    return words + (WITHDRAWN.format(count=outcome.withdrawn) if outcome.withdrawn else "")


def _change(change: Change) -> str:
    return CHANGES[change.what].format(was=change.was or NO_REGION, now=change.now)


def invitation(card: InvitationCard, username: str | None) -> str:
    """The link to hand over, or without the bot's name what the person has to write."""
    link = LINK if username else CODE
    head = INVITED.format(role=ROLES[card.role], places=", ".join(card.places), until=f"{card.expires_at:%d.%m.%Y}")
    return f"{head}\n{link.format(username=username, token=card.token)}"
