"""How often, where a task's words say it and its timing cell does not: «еженедельных вебинарах», «1 раз в месяц»."""

import re

from models.language.lookalikes import see_through
from models.language.stems import with_endings
from models.language.timing import PlanYear, read_timing

_SAID = re.compile(
    with_endings(
        r"\bеже(?:дневн|недельн|месячн|квартальн|годн)~|"
        r"\b(?:\d+ |один |два |две |три )?раза? (?:в|за) (?:\d+ )?(?:день|недел[юи]|месяца?|квартал|полугодие|год)\b|"
        r"\bкажд~ (?:день|неделю|месяц|квартал|понедельник|вторник|среду|четверг|пятницу|субботу)\b"
    ),
    re.IGNORECASE,
)
_ANY_PLAN = PlanYear(2000)


def frequency_in(*texts: str | None) -> str | None:
    """Return the first rhythm that the texts name, as an RFC 5545 rule without its limits, or None."""
    for text in texts:
        said = _SAID.search(see_through(text)) if text else None
        if said:
            return next((period.rrule for period in read_timing(said.group(), _ANY_PLAN).periods), None)
    return None
