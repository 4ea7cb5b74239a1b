"""The sentences of the command line."""

from bot.config import Mistake

NOBODY_TO_BE = (
    'Токен не задан, поэтому соединяться не с кем. Впишите его в config.toml: [telegram] token = "…" '
    "(его выдаёт @BotFather) или посмотрите бота без токена: make demo."
)
CONFIG_GOOD = "Настройки в порядке."
CONFIG_BAD = "В настройках ошибки:"
UP_TO_DATE = "База данных в порядке."
MIGRATED = "База данных обновлена. Прежняя сохранена: {copy}"
ALREADY_RUNNING = "С этой базой данных уже работает другой процесс. Остановите его или укажите другую базу."

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
