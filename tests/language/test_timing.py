import pytest

from models.domain.plan import Period
from models.language.timing import PlanYear, Timing, read_timing
from models.language.timing_forms import FORMS, Form

PLAN = PlanYear(2027)
SCHOOL_YEAR = PlanYear(2027, school=True)


def meaning(periods: tuple[Period, ...]) -> str:
    return " ".join(one_meaning(period) for period in periods)


def one_meaning(period: Period) -> str:
    parts = [f"{period.label}:"] if period.label else []
    if period.start or period.end:
        parts.append(f"{period.start or ''}..{period.end or ''}")
    parts += [period.rrule] if period.rrule else []
    parts += [f"x{period.times}"] if period.times else []
    parts += [f"at {period.time}"] if period.time else []
    parts += [f"note {period.note_kind}"] if period.note_kind else []
    if period.relative:
        sign = "-" if period.relative.direction == "before" else "+"
        parts.append(f"{sign}{period.relative.offset} {period.relative.unit}")
    return " ".join(parts)


def read(cell: str) -> Timing:
    return read_timing(cell, PLAN)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.pattern} · {form.example}")
def test_every_form_means_what_stands_beside_it(form: Form) -> None:
    assert meaning(read(form.example).periods) == form.means
