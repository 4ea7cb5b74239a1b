"""The timing cell: words → periods, with every doubt said aloud.

The grammar itself is the table in `timing_forms`; here its phrases are put together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from models.domain.doubts import DoubtReason
from models.domain.plan import NoteKind, Period
from models.language.lookalikes import see_through, squeeze
from models.language.timing_forms import Form, Phrase, phrases_of
from models.language.timing_pieces import ImpossibleDateError, Piece, PlanYear, Role, day_of, nearest_day_of
from models.language.timing_words import Token, Word, words_of

__all__ = ["PlanYear", "Timing", "TimingDoubt", "read_timing"]


@dataclass(frozen=True, slots=True)
class TimingDoubt:
    """Why the reading may be wrong, the words in question, and other readings of the whole cell."""

    reason: DoubtReason
    words: str
    choices: tuple[tuple[Period, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Timing:
    """What a timing cell means; no doubts where all is plain."""

    periods: tuple[Period, ...]
    doubts: tuple[TimingDoubt, ...] = ()


class _Cell(NamedTuple):
    """A cell cut into understood pieces and the words left over."""

    text: str
    plan: PlanYear
    pieces: tuple[Piece, ...]
    unknown: str


def read_timing(cell: str, plan: PlanYear) -> Timing:
    """Read a timing cell of a plan. Never raises: what is not understood comes back as a doubt with the words."""
    text = see_through(cell)
    if not any(letter.isalnum() for letter in text):
        return Timing((), (TimingDoubt(DoubtReason.MISSING, squeeze(cell), _ready_answers(plan, "")),))
    read = _cut(text, plan)
    periods = _periods(read.pieces, read)
    return Timing(periods, (*_piece_doubts(read, periods), *_cell_doubts(read, periods)))


# --- cutting a cell into pieces ------------------------------------------------------------------------------------

_FILLERS = frozenset(
    (
        *",;:()./+*",
        "-",
        "и",
        "в",
        "во",
        "на",
        "г",
        "гг",
        "срок",
        "сроки",
        "сроком",
        "включительно",
        "далее",
        "период",
        "дата",
        "день",
        "а",
        "также",
        "затем",
        "или",
    )
)
_NEVER_A_LABEL = frozenset(
    ("кроме", "исключая", "исключением", "до", "с", "со", "по", "не", "за", "после", "каждый", "через", "раз", "перед")
)
_LABEL_ENDS = (
    "ние",
    "ния",
    "ция",
    "ции",
    "этап",
    "этапа",
    "тие",
    "ство",
    "чет",
    "за",
    "ка",
    "ки",
    "тура",
    "дача",
    "смена",
)


def _cut(text: str, plan: PlanYear) -> _Cell:
    tokens = _with_years(words_of(text), plan)
    pieces: list[Piece] = []
    unknown: list[str] = []
    rest = 0
    for form, start, end in phrases_of(tokens):
        loose = _take_label_behind(tokens[rest:start], pieces, text)
        label, strange = _label_of(loose, text, bool(pieces))
        unknown += strange
        words = text[tokens[start].start : tokens[end - 1].end]
        pieces += [piece.of(words, label) for piece in _build(form, tokens[start:end], plan)]
        rest = end
    return _close(text, plan, pieces, tokens[rest:], unknown)


def _close(text: str, plan: PlanYear, pieces: list[Piece], loose: Sequence[Token], unknown: list[str]) -> _Cell:
    words = _worded(_take_label_behind(loose, pieces, text))
    if words:
        unknown.append(_text_of(words, text))
    return _Cell(text, plan, tuple(pieces), "; ".join(unknown))


def _take_label_behind(loose: Sequence[Token], pieces: list[Piece], text: str) -> Sequence[Token]:
    """Give «март (1 этап)» its label, and return the words after the bracket."""
    if not pieces or not loose or loose[0].name != "(":
        return loose
    names = [token.name for token in loose]
    if ")" not in names:
        return loose
    end = names.index(")")
    words = _worded(loose[:end])
    if not words or not _may_be_label(words):
        return loose
    pieces[-1] = pieces[-1]._replace(label=_text_of(words, text))
    return loose[end + 1 :]


def _label_of(loose: Sequence[Token], text: str, inside: bool) -> tuple[str | None, list[str]]:
    """Tell a period's label from words that were not understood, among the words before it."""
    if not loose:
        return None, []
    words = _worded(loose)
    if not words:
        dash_between = inside and any(token.name == "-" for token in loose)
        return None, ["-"] if dash_between else []
    if _may_be_label(words):
        return _text_of(words, text), []
    return None, [_text_of(words, text)]


def _worded(loose: Sequence[Token]) -> list[Token]:
    return [token for token in loose if token.name not in _FILLERS]


def _may_be_label(words: Sequence[Token]) -> bool:
    if any(token.name in _NEVER_A_LABEL or token.word is Word.OTHER for token in words):
        return False
    nouns = [token.name for token in words if token.word is Word.PLAIN]
    return bool(nouns) and any(noun.endswith(_LABEL_ENDS) for noun in nouns)


def _text_of(words: Sequence[Token], text: str) -> str:
    return text[words[0].start : words[-1].end]


def _build(form: Form, tokens: Sequence[Token], plan: PlanYear) -> tuple[Piece, ...]:
    try:
        return form.build(Phrase(tuple(tokens), plan, day_of))
    except ImpossibleDateError:
        probable = form.build(Phrase(tuple(tokens), plan, nearest_day_of))
        return (Piece(Role.NOTE, note=NoteKind.INVALID_DATE, doubt=DoubtReason.IMPOSSIBLE_DATE, instead=probable),)


def _with_years(tokens: Sequence[Token], plan: PlanYear) -> tuple[Token, ...]:
    """Give each dated word its year: its own, else that of the next dated word, else the plan's."""
    filled: list[Token] = []
    following: tuple[int, int] | None = None
    for token in reversed(tokens):
        if token.dated:
            dated = token if token.year is not None else token.in_year(_unsaid_year(token, following, plan))
            assert dated.year is not None
            if token.year is not None or following is not None:
                following = dated.year, _month_in(token)
            filled.append(dated)
        else:
            filled.append(token)
    return tuple(reversed(filled))


def _unsaid_year(token: Token, following: tuple[int, int] | None, plan: PlanYear) -> int:
    if following is None:
        return plan.of(_month_in(token))
    year, month = following
    return year - (_month_in(token) > month)


def _month_in(token: Token) -> int:
    match token.word:
        case Word.MONTH | Word.DAYS:
            return token.values[0]
        case Word.DATE | Word.TENTH | Word.PART:
            return token.values[1]
        case Word.QUARTER:
            return 3 * token.values[0]
        case Word.HALF:
            return 9 if token.values[0] == 1 else 6
    return 12


# --- putting the pieces together -----------------------------------------------------------------------------------


def _periods(pieces: Sequence[Piece], cell: _Cell) -> tuple[Period, ...]:
    windows = _windows(pieces, cell.plan)
    rule, counts = _rule(pieces), _counts(pieces)
    if len(windows) > 1 and counts == (len(windows),):  # «2 раза в год (май, декабрь)»: the windows are the times
        rule, counts = None, ()
    spans = windows or [Piece(Role.WINDOW)][: rule is not None]
    times = counts if len(counts) == len(spans) else counts[:1] * len(spans) or (None,) * len(spans)
    periods = [_period(*one, rule, cell.plan) for one in zip(spans, times, strict=True)]
    return tuple(_at_hour(_noted(periods, pieces, cell.text), pieces))


def _period(window: Piece, times: int | None, rule: str | None, plan: PlanYear) -> Period:
    if rule is None:
        return Period(window.start, window.end, label=window.label, times=times)
    return _recurring(window, rule, None if _names_days(rule) else times, plan)


def _names_days(rule: str) -> bool:
    return "BY" in rule


def _windows(pieces: Sequence[Piece], plan: PlanYear) -> list[Piece]:
    """The spans of a cell; a first day and a last day that follow each other become one, «постоянно» gives way."""
    windows: list[Piece] = []
    for piece in pieces:
        if piece.role is Role.UNTIL and windows and windows[-1].role is Role.SINCE:
            windows[-1] = windows[-1]._replace(role=Role.WINDOW, end=piece.end)
        elif piece.role in (Role.WINDOW, Role.UNTIL, Role.SINCE):
            windows.append(piece)
    if windows:
        return [_closed(window, plan) for window in windows]
    return [piece for piece in pieces if piece.role is Role.ALWAYS][:1]


def _closed(window: Piece, plan: PlanYear) -> Piece:
    return window._replace(end=plan.end) if window.role is Role.SINCE else window


def _rule(pieces: Sequence[Piece]) -> str | None:
    """The cell's recurrence; days of the week named apart join it."""
    rules = [piece for piece in pieces if piece.role is Role.RHYTHM and piece.rule]
    days = [piece.rule for piece in pieces if piece.role is Role.DAYS and piece.rule]
    dated = any(piece.role is Role.WINDOW and piece.start == piece.end for piece in pieces)
    if not rules:
        return f"FREQ=WEEKLY;BYDAY={days[0]}" if days and not dated else None
    rule = rules[0].rule
    return f"{rule};BYDAY={days[0]}" if days and rule is not None and not _names_days(rule) else rule


def _counts(pieces: Sequence[Piece]) -> tuple[int | None, ...]:
    """How often, as often as the cell says it: once for all of it, or apart for each span."""
    apart = tuple(piece.times for piece in pieces if piece.role is Role.COUNT)
    return apart or tuple(piece.times for piece in pieces if piece.role is Role.RHYTHM and piece.times)[:1]


def _recurring(window: Piece, rule: str, times: int | None, plan: PlanYear) -> Period:
    end = window.end or plan.end
    start = window.start or plan.start
    # a last day before the plan's first: the rhythm runs from the beginning of that day's year
    start = start if start <= end else date(end.year, 1, 1)
    return Period(start, end, rule, window.label, times=times)


def _noted(periods: list[Period], pieces: Sequence[Piece], text: str) -> list[Period]:
    notes = [piece for piece in pieces if piece.role is Role.NOTE]
    if not notes and not periods:
        return [Period(None, None, note=text)]
    for note in notes:
        noted = Period(None, None, label=note.label, note=note.words, note_kind=note.note, relative=note.relative)
        if note.note is NoteKind.INVALID_DATE or not periods or periods[-1].note is not None:
            periods.append(noted)
        else:
            periods[-1] = replace(periods[-1], note=note.words, note_kind=note.note, relative=note.relative)
    return periods


def _at_hour(periods: list[Period], pieces: Sequence[Piece]) -> list[Period]:
    hours = [piece.time for piece in pieces if piece.role is Role.TIME]
    return [replace(period, time=hours[0]) for period in periods] if hours else periods


_NO_TERM = frozenset((Role.COUNT, Role.TIME))
"""What says nothing of days by itself."""

# --- doubts --------------------------------------------------------------------------------------------------------


def _piece_doubts(cell: _Cell, periods: tuple[Period, ...]) -> Iterable[TimingDoubt]:
    """Doubts that a form itself had, with the cell read the other way as choices."""
    seen: set[str] = set()
    for place, piece in enumerate(cell.pieces):
        if piece.doubt is None or piece.words in seen:
            continue
        seen.add(piece.words)
        other = (*cell.pieces[:place], *piece.instead, *cell.pieces[place + 1 :])
        choices = [_periods(other, cell)]
        if piece.doubt is not DoubtReason.IMPOSSIBLE_DATE and piece.doubt is not DoubtReason.BACKWARDS:
            choices.insert(0, periods)
        yield TimingDoubt(piece.doubt, piece.words, tuple(dict.fromkeys(choices)))


def _cell_doubts(cell: _Cell, periods: tuple[Period, ...]) -> Iterable[TimingDoubt]:
    """Doubts that only the whole cell shows."""
    understood = any(piece.role not in _NO_TERM for piece in cell.pieces)
    if cell.unknown or not understood:
        readings = (periods,) if understood else ()
        words = cell.unknown if understood else cell.text
        yield TimingDoubt(DoubtReason.WORDS_UNKNOWN, words, (*readings, *_ready_answers(cell.plan, cell.text)))
    yield from _odd_days(cell, periods)
    yield from _odd_rhythm(cell, periods)
    yield from _odd_count(cell, periods)
    if any(piece.note is NoteKind.RELATIVE for piece in cell.pieces) and any(period.end for period in periods):
        words_alone = (Period(None, None, note=cell.text, note_kind=NoteKind.RELATIVE),)
        yield TimingDoubt(DoubtReason.AMBIGUOUS, cell.text, (periods, words_alone))
    if _open_ended(cell):
        yield TimingDoubt(DoubtReason.OPEN_ENDED, cell.text, (periods, _only_first_days(periods)))


def _odd_days(cell: _Cell, periods: tuple[Period, ...]) -> Iterable[TimingDoubt]:
    plan, outside, backwards = cell.plan, False, False
    for period in periods:
        start, end = period.start, period.end
        outside = outside or not all(day is None or plan.holds(day) for day in (start, end))
        backwards = backwards or (start is not None and end is not None and start > end)
    if outside:
        moved = tuple(_moved(period, plan) for period in periods)
        yield TimingDoubt(DoubtReason.OTHER_YEAR, cell.text, (periods, moved))
    if backwards and not any(piece.doubt is DoubtReason.BACKWARDS for piece in cell.pieces):
        turned = tuple(_turned(period) for period in periods)
        yield TimingDoubt(DoubtReason.BACKWARDS, cell.text, (turned,))


def _moved(period: Period, plan: PlanYear) -> Period:
    return replace(period, start=_in_plan(period.start, plan), end=_in_plan(period.end, plan))


def _in_plan(day: date | None, plan: PlanYear) -> date | None:
    return None if day is None else nearest_day_of(plan.of(day.month), day.month, day.day)


def _turned(period: Period) -> Period:
    if period.start and period.end and period.start > period.end:
        return replace(period, start=period.end, end=period.start)
    return period


def _odd_rhythm(cell: _Cell, periods: tuple[Period, ...]) -> Iterable[TimingDoubt]:
    rules = {piece.rule for piece in cell.pieces if piece.role is Role.RHYTHM}
    if len(rules) > 1:
        choices = tuple(
            _periods([piece for piece in cell.pieces if piece.rule in (None, rule)], cell) for rule in _ordered(cell)
        )
        yield TimingDoubt(DoubtReason.AMBIGUOUS, cell.text, choices)
    elif any(piece.role is Role.DAYS for piece in cell.pieces) and not rules:
        yield from _weekday_doubt(cell, periods)
    elif rules and any(piece.role is Role.WINDOW and piece.start == piece.end for piece in cell.pieces):
        once = tuple(replace(period, rrule=None, times=None) for period in periods)
        yield TimingDoubt(DoubtReason.AMBIGUOUS, cell.text, (periods, once))


_MOST_TIMES = 5
"""Marks within one step that nobody has to confirm."""


def _odd_count(cell: _Cell, periods: tuple[Period, ...]) -> Iterable[TimingDoubt]:
    """A count that does not go with the days beside it, or that would ask for very many marks."""
    counts = _counts(cell.pieces)
    times = max((count for count in counts if count), default=None)
    rule = next((period.rrule for period in periods if period.rrule), None)
    if times is None:
        return
    if rule is not None and _names_days(rule):
        if times != len(rule.rsplit("=", 1)[1].split(",")):
            uncounted = tuple(replace(one, rrule=rule.split(";BY")[0], times=times) for one in periods)
            yield TimingDoubt(DoubtReason.AMBIGUOUS, cell.text, (periods, uncounted))
    elif any(period.times for period in periods):
        shared = len(periods) > 1 and len(counts) != len(periods)
        if shared or times > _MOST_TIMES or _daily(rule):
            once = tuple(replace(period, rrule=None if shared else rule, times=None) for period in periods)
            yield TimingDoubt(DoubtReason.AMBIGUOUS, cell.text, (periods, once))


def _daily(rule: str | None) -> bool:
    return rule is not None and rule.startswith("FREQ=DAILY")


def _ordered(cell: _Cell) -> tuple[str, ...]:
    return tuple(dict.fromkeys(piece.rule for piece in cell.pieces if piece.role is Role.RHYTHM and piece.rule))


def _weekday_doubt(cell: _Cell, periods: tuple[Period, ...]) -> Iterable[TimingDoubt]:
    """Weekdays without a rhythm are plain beside a date that falls on them."""
    names = {day for piece in cell.pieces if piece.role is Role.DAYS and piece.rule for day in piece.rule.split(",")}
    days = [period.start for period in periods if period.start and period.start == period.end]
    if days and all(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()] in names for day in days):
        return
    yield TimingDoubt(DoubtReason.AMBIGUOUS, cell.text, (periods,))


def _open_ended(cell: _Cell) -> bool:
    roles = [piece.role for piece in cell.pieces]
    return Role.SINCE in roles and Role.UNTIL not in roles and Role.RHYTHM not in roles


def _only_first_days(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    return tuple(replace(period, end=period.start) for period in periods)


def _ready_answers(plan: PlanYear, words: str) -> tuple[tuple[Period, ...], ...]:
    """What a person may answer about any cell: all the year, or as needed."""
    return (Period(plan.start, plan.end),), (Period(None, None, note=words or None, note_kind=NoteKind.AS_NEEDED),)
