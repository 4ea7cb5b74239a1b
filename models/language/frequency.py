"""How often, where a task's words say it and its timing cell does not: «еженедельных вебинарах», «1 раз в месяц»."""

import re
from dataclasses import dataclass
from functools import lru_cache

from models.language.lookalikes import see_through
from models.language.stems import with_endings
from models.language.timing import PlanYear, read_timing

_SAID = re.compile(
    with_endings(
        r"\bеже(?:дневн|недельн|месячн|квартальн|годн)~|"
        r"\b(?:(?:(?:\d+|один|дв[ае]|двух|три|тр[её]х|четыре|четыр[её]х) )?раза?|дважды|трижды) (?:в|за) "
        r"(?:(?:\d+ )?(?:день|недел[юи]|месяца?|квартал|полугодие|год)\b|кажд~ (?:недел|месяц|квартал|полугоди|год)~)|"
        r"\bкажд~ (?:день|неделю|месяц|квартал|понедельник|вторник|среду|четверг|пятницу|субботу)\b"
    ),
    re.IGNORECASE,
)
_ANY_PLAN = PlanYear(2000)


@dataclass(frozen=True, slots=True)
class Frequency:
    """An RFC 5545 rule without its limits, and how often within each of its steps; `times` is None for once."""

    rule: str
    times: int | None = None


def frequency_in(*texts: str | None) -> Frequency | None:
    """Return the first rhythm that the texts name."""
    return next((found for text in texts if text and (found := _frequency(text)) is not None), None)


# A row's words are read again whenever its terms are looked at.
@lru_cache(maxsize=1024)
def _frequency(text: str) -> Frequency | None:
    said = _SAID.search(see_through(text))
    if said is None:
        return None
    (period, *_) = (*read_timing(said.group(), _ANY_PLAN).periods, None)
    return Frequency(period.rrule, period.times) if period is not None and period.rrule else None


def times_in(rule: str | None, *texts: str | None) -> int | None:
    """How often within each step of the rule, where it is what the texts name."""
    said = frequency_in(*texts)
    return said.times if said is not None and said.rule == rule else None
