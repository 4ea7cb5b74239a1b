"""A draft as a table in words, and what a corrected one would change."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from aiogram.enums import ButtonStyle

from handlers.callbacks import AcceptSheet, Cancel, OpenDraft
from handlers.screens import Attachment, Button, Screen
from handlers.texts import Texts
from models.cards.sheets import ComparedCard, SheetCard
from models.domain.doubts import DoubtField
from models.domain.plan import Executor, Kind, Level, Period, Scope
from models.language.timing import PlanYear
from models.roadmap.draft import Doubt, DraftTask, period_from_json
from models.roadmap.sheet import COLUMNS, Sheet, SheetColumn, SheetRow, Vocabulary
from models.roadmap.sheet_changes import Change

LINES = (25, 12, 6, 3, 1)
"""How many entries of each list are shown, as long as they fit into one message."""

_ABOUT: Mapping[DoubtField, SheetColumn] = {
    DoubtField.NUMBER: SheetColumn.NUMBER,
    DoubtField.TEXT: SheetColumn.TEXT,
    DoubtField.TIMING: SheetColumn.PERIODS,
    DoubtField.EXECUTORS: SheetColumn.EXECUTORS,
    DoubtField.MENTIONS: SheetColumn.EXECUTORS,
    DoubtField.SCHOOLS: SheetColumn.SCHOOLS,
    DoubtField.KIND: SheetColumn.KIND,
    DoubtField.SECTION: SheetColumn.SECTION,
}


# --- the table as it goes out --------------------------------------------------------------------------------------


def sheet_of(texts: Texts, card: SheetCard) -> Sheet:
    """The draft in words."""
    scopes = [scope for scope in Scope if card.read.level is Level.REGION or scope is not Scope.MUNICIPALITY]
    return Sheet(
        draft_id=card.draft_id,
        revision=card.revision,
        name=texts.label("sheets.page_name"),
        title=texts.label("sheets.title", card=card),
        notes=(texts.label("sheets.where", card=card), texts.label("sheets.how")),
        headings={column: texts.label("sheets.heading", column=column) for column in COLUMNS},
        rows=tuple(
            _row(texts, place, task, card.read.plan, place in card.left_out)
            for place, task in enumerate(card.read.tasks)
        ),
        choices={
            SheetColumn.KIND: tuple(texts.label("roadmaps.kind", code=kind) for kind in Kind),
            SheetColumn.SCOPE: tuple(texts.label("sheets.scope", code=scope) for scope in scopes),
            SheetColumn.INCLUDED: tuple(texts.label("sheets.included", value=value) for value in (True, False)),
        },
        hints={column: texts.label("sheets.hint", column=column) for column in COLUMNS},
    )


def vocabulary(texts: Texts) -> Vocabulary:
    """What the words of the table's lists mean."""
    return Vocabulary(
        kinds={texts.label("roadmaps.kind", code=kind): kind for kind in Kind},
        scopes={texts.label("sheets.scope", code=scope): scope for scope in Scope},
        executors={texts.label("roadmaps.executor", code=executor): executor for executor in Executor},
        included={texts.label("sheets.included", value=value): value for value in (True, False)},
        no_term=texts.label("sheets.no_term"),
    )


def _row(texts: Texts, place: int, task: DraftTask, plan: PlanYear, out: bool) -> SheetRow:
    cells = {
        SheetColumn.NUMBER: task.number,
        SheetColumn.SECTION: task.section or "",
        SheetColumn.TEXT: task.text,
        SheetColumn.TIMING: task.timing_raw,
        SheetColumn.PERIODS: terms(texts, task.periods, plan),
        SheetColumn.EXECUTORS: _executors(texts, task.acting),
        SheetColumn.SCHOOLS: "\n".join(task.schools),
        SheetColumn.INDICATOR: task.indicator or "",
        SheetColumn.KIND: texts.label("roadmaps.kind", code=task.kind),
        SheetColumn.SCOPE: texts.label("sheets.scope", code=task.scope),
        SheetColumn.INCLUDED: texts.label("sheets.included", value=not out),
        SheetColumn.QUESTIONS: "\n".join(_question(texts, doubt, plan) for doubt in task.doubts),
    }
    asked = frozenset(_ABOUT[doubt.field] for doubt in task.doubts)
    return SheetRow(place, cells, asked | {SheetColumn.QUESTIONS} if asked else asked, out)


def _executors(texts: Texts, codes: Sequence[str]) -> str:
    return ", ".join(texts.label("roadmaps.executor", code=code) for code in codes)


def _question(texts: Texts, doubt: Doubt, plan: PlanYear) -> str:
    choices = tuple(_value(texts, _ABOUT[doubt.field], value, plan) for value in doubt.choices)
    why = texts.label("roadmaps.why", doubt=doubt)
    return texts.label("sheets.question", why=why, words=doubt.words, choices=choices)


def terms(texts: Texts, periods: Sequence[Period], plan: PlanYear) -> str:
    """A row's terms in words that the grammar of timing reads back as these very terms."""
    return "; ".join(_term(texts, period, plan, _times(period, periods)) for period in periods) or texts.label(
        "sheets.no_term"
    )


def _times(period: Period, periods: Sequence[Period]) -> int | None:
    """How often within a term that has no rule; where one of several is counted, all are, or they would share it."""
    counted = any(one.times for one in periods if one.rrule is None)
    return (period.times or 1) if counted and period.rrule is None else None


def _term(texts: Texts, period: Period, plan: PlanYear, times: int | None) -> str:
    return texts.label(
        "sheets.term",
        period=period,
        whole=(period.start, period.end) == (plan.start, plan.end),
        months=_whole_months(period),
        rule=_rule(period.rrule),
        plan=plan,
        times=times,
    )


def _whole_months(period: Period) -> bool:
    """Whether the term is a month, or some months of one year, from the first day to the last."""
    start, end = period.start, period.end
    if start is None or end is None or start.year != end.year or start > end:
        return False
    return start.day == 1 and (end + timedelta(days=1)).day == 1


def _rule(rrule: str | None) -> dict[str, Any] | None:
    """A recurrence rule taken apart for the words."""
    if rrule is None:
        return None
    parts = dict(part.split("=", 1) for part in rrule.split(";"))
    days = [day for day in parts.get("BYDAY", "").split(",") if day]
    workdays = len(days) == 5 and "SA" not in days and "SU" not in days and all(len(day) == 2 for day in days)
    return {
        "freq": parts["FREQ"],
        "interval": int(parts.get("INTERVAL", "1")),
        "days": [(int(day[:-2] or 0), day[-2:]) for day in days],
        "month_days": [int(day) for day in parts.get("BYMONTHDAY", "").split(",") if day],
        "last_workday": workdays and parts.get("BYSETPOS") == "-1",
        "workdays": workdays and parts["FREQ"] == "WEEKLY",
    }


def file_screen(texts: Texts, card: SheetCard, content: bytes) -> Screen:
    attachment = Attachment(texts.label("sheets.file_name", card=card), content=content)
    return Screen(texts("sheets.caption", card=card), attachment=attachment)


# --- the table as it came back -------------------------------------------------------------------------------------


def compared_screen(texts: Texts, card: ComparedCard, sheet: int) -> Screen:
    """What would change, what was not understood, and the two buttons; only a way back where nothing would change."""
    found = card.comparison
    words = texts.fitted(
        "sheets.compared",
        LINES,
        card=card,
        changes=[_change(texts, change, card.plan) for change in found.changes],
        gone=[change.number for change in found.gone],
        kept=list(dict.fromkeys(change.number for change in found.kept)),
        troubles=[texts.label("sheets.trouble", trouble=trouble) for trouble in found.troubles],
    )
    cancel = Button(texts.label("start.cancel"), Cancel())
    if not found.decisions:
        back = OpenDraft(draft_id=card.draft_id, page=0)
        return Screen(words, ((Button(texts.label("roadmaps.to_preview_button"), back),),))
    accept = AcceptSheet(draft_id=card.draft_id, sheet=sheet)
    count = len(found.decisions)
    yes = Button(texts.label("sheets.accept_button", count=count), accept, style=ButtonStyle.SUCCESS)
    return Screen(words, ((yes, cancel),))


def _change(texts: Texts, change: Change, plan: PlanYear) -> str:
    before, after = (_value(texts, change.column, value, plan) for value in (change.before, change.value))
    return texts.label("sheets.change", number=change.number, column=change.column, before=before, after=after)


def _value(texts: Texts, column: SheetColumn, value: Any, plan: PlanYear) -> str:
    match column:
        case SheetColumn.TIMING | SheetColumn.PERIODS:
            return terms(texts, [period_from_json(one) for one in value], plan)
        case SheetColumn.EXECUTORS:
            return _executors(texts, value)
        case SheetColumn.SCHOOLS:
            return "; ".join(value)
        case SheetColumn.KIND:
            return texts.label("roadmaps.kind", code=value)
        case SheetColumn.SCOPE:
            return texts.label("sheets.scope", code=value)
        case SheetColumn.INCLUDED:
            return texts.label("sheets.included", value=not value)
    return str(value)
