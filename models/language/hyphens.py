"""Words cut at the end of a line, put together again."""

import re

_CUT = re.compile(r"(?P<head>[А-Яа-яЁё]+)[-\u2010\u00ad][ \t]*\n\s*(?=(?P<tail>[а-яё]+))")
_COMPOUND = re.compile(r"(?<=[А-Яа-яЁё])-[ \t]*\n\s*(?=[А-ЯЁ\d])")
"""«области-Кузбасса», «школы-500+»: no word goes on with a capital or a digit."""
_ADDRESS_CUT = re.compile(
    r"((?:https?://|www\.)\S*)\n(?:(?<=://\n)|(?!https?://|www\.)(?:(?<=-\n)|(?=[a-z0-9/?=&%_#.-])))"
)
_KEEP_AFTER = re.compile(
    r"^(?:(?:учебно|научно|методико|информационно|консультационно|консультативно|организационно|психолого|социально|"
    r"материально|нормативно|аналитико|контрольно|воспитательно|культурно|духовно|физико|естественно|военно|историко|"
    r"лечебно|общественно|диагностико|медико|северо|юго|экспертно|проектно|практико|программно|инструктивно)|"
    r"план|мастер|онлайн|офлайн|интернет|веб|видео|бизнес|пресс|экспресс|вице|кто|что|как|какой|когда|где|"
    r"тренинг|день|чек|кейс|квиз|квест|кое|"
    r"январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь|"
    r"понедельник|вторник|среда|четверг|пятница)$",
    re.IGNORECASE,
)
_KEEP_BEFORE = re.compile(
    r"^(?:практикум|тренинг|участни|график|класс|интернат|правов|педагогическ|методическ|техническ|нравственн|либо$|нибудь$|то$|"
    r"совещани|семинар|вебинар|конференци|консультаци|психолог|логопед|предметник|наставник|координатор|ассистент)"
)


def whole_words(text: str) -> str:
    """Join words that a line's end cut in two; hyphens that belong to the word stay."""
    return _COMPOUND.sub("-", _CUT.sub(_joined, text))


def whole_lines(text: str) -> str:
    """Join words and addresses of a column too narrow for them."""
    return whole_words(_whole_addresses(text))


def _whole_addresses(text: str) -> str:
    """Join addresses: they have no blanks, so that a line that goes on in Latin letters or digits goes on with them."""
    joined = _ADDRESS_CUT.sub(r"\1", text)
    while joined != text:
        text, joined = joined, _ADDRESS_CUT.sub(r"\1", joined)
    return joined


def _joined(cut: re.Match[str]) -> str:
    kept = _KEEP_AFTER.match(cut["head"]) or _KEEP_BEFORE.match(cut["tail"])
    return f"{cut['head']}-" if kept else cut["head"]
