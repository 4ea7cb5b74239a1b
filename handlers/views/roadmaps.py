"""A road map on its way to publication: pages of rows, doubts one by one."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import (
    BringBack,
    ChangeKind,
    ChangeScope,
    ChooseYear,
    DiscardDraft,
    LeaveOut,
    OpenDoubt,
    OpenDraft,
    OpenEdition,
    OpenEditions,
    PickRow,
    PublishDraft,
    RehearseDraft,
    SendSheet,
    SettleDoubt,
    TypeWords,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.calendar import days_off
from handlers.views.earlier import map_buttons, open_button
from handlers.views.leaving import cancel_row
from handlers.views.schools import names_button
from models.cards.earlier import EarlierMap
from models.cards.roadmaps import DraftCard, DraftRow, PublishedCard, PublishedMap
from models.domain.doubts import DoubtField
from models.domain.plan import Level, Scope
from models.roadmap.draft import period_from_json

PAGE = 8
MAPS = 10
"""How many published maps are shown, the newest first."""
LINES = (3, 2, 1)
"""How many terms and unknown names of a row are shown, as long as the page fits."""

_SCOPES: Mapping[Level, tuple[Scope, ...]] = {
    Level.MUNICIPALITY: (Scope.SCHOOL, Scope.ONCE, Scope.WAITING),
    Level.REGION: (Scope.SCHOOL, Scope.MUNICIPALITY, Scope.ONCE, Scope.WAITING),
}

Row = tuple[Button, ...]


def preview_screen(texts: Texts, draft: DraftCard, page: int = 0) -> Screen:
    """One page of the rows; a press on a row's button moves it to the next scope, or brings it back."""
    pages = max(1, -(-len(draft.rows) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = draft.rows[page * PAGE : (page + 1) * PAGE]
    off = days_off(texts, draft)
    words = texts.fitted("roadmaps.preview", LINES, draft=draft, rows=rows, page=page, pages=pages, off=off)
    buttons = [_scope_button(texts, draft, row, page) for row in rows]
    pairs = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    change = (Button(texts.label("rows.change_button"), PickRow(draft_id=draft.draft_id, page=page)),)
    return Screen(words, (*pairs, change, *_turning(texts, draft, page, pages), *_decision(texts, draft)))


def _scope_button(texts: Texts, draft: DraftCard, row: DraftRow, page: int) -> Button:
    words = texts.label("roadmaps.scope_button", row=row)
    if row.left_out:
        return Button(words, BringBack(draft_id=draft.draft_id, row=row.index, page=page))
    press = ChangeScope(draft_id=draft.draft_id, row=row.index, scope=following_scope(draft, row), page=page)
    return Button(words, press)


def following_scope(draft: DraftCard, row: DraftRow) -> Scope:
    """What a tap changes a row's scope to."""
    scopes = _SCOPES[draft.level]
    return scopes[(scopes.index(row.scope) + 1) % len(scopes)] if row.scope in scopes else scopes[0]


def _turning(texts: Texts, draft: DraftCard, page: int, pages: int) -> list[Row]:
    row: list[Button] = []
    if page > 0:
        back = OpenDraft(draft_id=draft.draft_id, page=page - 1)
        row.append(Button(texts.label("roadmaps.previous_button"), back))
    if page < pages - 1:
        on = OpenDraft(draft_id=draft.draft_id, page=page + 1)
        row.append(Button(texts.label("roadmaps.next_button"), on))
    return [tuple(row)] if row else []


def _decision(texts: Texts, draft: DraftCard) -> list[Row]:
    rows: list[Row] = []
    if draft.doubted:
        words = texts.label("roadmaps.doubts_button", count=len(draft.doubted))
        rows.append((Button(words, OpenDoubt(draft_id=draft.draft_id), style=ButtonStyle.PRIMARY),))
    rows += names_button(texts, draft)
    rows.append((Button(texts.label("sheets.button"), SendSheet(draft_id=draft.draft_id)),))
    if draft.edition:
        changes = OpenEdition(draft_id=draft.draft_id, page=0)
        words = texts.label("editions.differences_button")
        return [*rows, (Button(words, changes, style=ButtonStyle.SUCCESS),)]
    if not draft.over:
        rows.append((Button(texts.label("rehearsal.button"), RehearseDraft(draft_id=draft.draft_id)),))
    publish = PublishDraft(draft_id=draft.draft_id, archive=draft.over)
    words = texts.label("roadmaps.archive_button" if draft.over else "roadmaps.publish_button")
    rows.append((Button(words, publish, style=ButtonStyle.SUCCESS),))
    discard = DiscardDraft(draft_id=draft.draft_id)
    rows.append((Button(texts.label("roadmaps.discard_button"), discard),))
    return rows


def doubt_screen(texts: Texts, draft: DraftCard, index: int | None = None) -> Screen:
    """A row that still waits for a word, the first where none is named, with ready answers; else the list again."""
    if not draft.doubted:
        return preview_screen(texts, draft)
    row = next((row for row in draft.doubted if row.index == index), draft.doubted[0])
    doubt = row.doubts[0]
    rows: list[Row] = [
        (Button(choice_button(texts, doubt.field, value, draft.year), _settle(draft, row, doubt.field, number)),)
        for number, value in enumerate(doubt.choices)
    ]
    rows.append((_type_button(texts, draft, row, doubt.field),))
    rows.append((Button(texts.label("roadmaps.keep_button"), _settle(draft, row, doubt.field, -1)),))
    rows.append((Button(texts.label("roadmaps.leave_out_button"), LeaveOut(draft_id=draft.draft_id, row=row.index)),))
    to_list = OpenDraft(draft_id=draft.draft_id, page=row.index // PAGE)
    rows.append((Button(texts.label("roadmaps.to_preview_button"), to_list),))
    words = texts("roadmaps.doubt", draft=draft, row=row, doubt=doubt, left=len(draft.doubted))
    return Screen(words, tuple(rows))


def _type_button(texts: Texts, draft: DraftCard, row: DraftRow, field: DoubtField) -> Button:
    """An answer of one's own: in words or, of the kinds of work, from the whole list."""
    if field is DoubtField.KIND:
        press: CallbackData = ChangeKind(draft_id=draft.draft_id, row=row.index, doubts=True)
    else:
        press = TypeWords(draft_id=draft.draft_id, row=row.index, field=field, doubts=True)
    return Button(texts.label("rows.type_button"), press)


def _settle(draft: DraftCard, row: DraftRow, field: DoubtField, choice: int) -> SettleDoubt:
    return SettleDoubt(draft_id=draft.draft_id, row=row.index, field=field, choice=choice)


def choice_button(texts: Texts, field: DoubtField, value: Any, year: int) -> str:
    """A reading in as many words as a button holds."""
    return texts.label("roadmaps.choice_words", words=choice_label(texts, field, value, year), most=100)


def choice_label(texts: Texts, field: DoubtField, value: Any, year: int) -> str:
    """A reading in words; days of another year than the map's are named with it."""
    match field:
        case DoubtField.TIMING:
            return texts.label("roadmaps.choice_periods", periods=[period_from_json(one) for one in value], year=year)
        case DoubtField.EXECUTORS | DoubtField.MENTIONS:
            return texts.label("roadmaps.choice_codes", codes=value)
        case DoubtField.SCHOOLS:
            return texts.label("roadmaps.choice_names", names=value)
        case DoubtField.KIND:
            return texts.label("roadmaps.kind", code=value)
    return texts.label("roadmaps.choice_words", words=str(value), most=1500)


def maps_screen(texts: Texts, maps: Sequence[PublishedMap], waits: Sequence[EarlierMap], *, invited: bool) -> Screen:
    """The published maps, a button each for how they came to be what they are; `invited` to send a file.

    `waits` are those, or a region's, in which something due before publication waits for a word.
    """
    shown = maps[:MAPS]
    rows = tuple(
        (
            Button(
                texts.label("roadmaps.history_button", one=one, several=len(maps) > 1),
                OpenEditions(roadmap_id=one.roadmap_id),
            ),
        )
        for one in shown
    )
    left = sum(one.left for one in waits)
    words = texts("roadmaps.maps", maps=shown, more=len(maps) - len(shown), left=left, invited=invited)
    return Screen(words, (*rows, *map_buttons(texts, waits[:MAPS])))


def published_screen(texts: Texts, made: PublishedCard) -> Screen:
    waits = made.before_start and not made.archived
    rows = (open_button(texts, made.roadmap_id, made.before_start),) if waits else ()
    return Screen(texts("roadmaps.published", made=made), rows)


def year_screen(texts: Texts, years: Sequence[int]) -> Screen:
    choices = tuple(Button(str(year), ChooseYear(year=year)) for year in years)
    return Screen(texts("roadmaps.which_year"), (choices, cancel_row(texts)))
