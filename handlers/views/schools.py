"""Names of schools that no participant bears, one at a time."""

from collections.abc import Sequence
from typing import TypeVar

from aiogram.enums import ButtonStyle
from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import (
    AddSchool,
    AskName,
    NewSchool,
    NotOurs,
    OpenDraft,
    OpenNames,
    PlaceSchool,
    SameSchool,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from models.cards.roadmaps import DraftCard
from models.cards.schools import NamesCard, PlaceChoice, QuestionCard

PAGE = 8
ANSWERS = 20
"""How many answers get a button of their own."""

Row = tuple[Button, ...]
T = TypeVar("T")


def names_button(texts: Texts, draft: DraftCard) -> tuple[Row, ...]:
    """Under the preview: the names to ask about or, when all are answered, the answers."""
    press = OpenNames(draft_id=draft.draft_id)
    if draft.schools_to_ask:
        words = texts.label("schools.ask_button", count=draft.schools_to_ask)
        return ((Button(words, press, style=ButtonStyle.PRIMARY),),)
    return ((Button(texts.label("schools.answers_button"), press),),) if draft.schools_said else ()


def answers_screen(texts: Texts, names: NamesCard) -> Screen:
    """What was answered, each answer to be changed."""
    again = [
        (_button(texts, "schools.again_button", AskName(draft_id=names.draft_id, name=one.code, page=0), name=one),)
        for one in names.answered[:ANSWERS]
    ]
    words = texts("schools.answers", names=names, shown=ANSWERS)
    return Screen(words, (*again, _to_preview(texts, names.draft_id)))


def question_screen(texts: Texts, card: QuestionCard, page: int = 0) -> Screen:
    """One name: the likely schools on the first page, all of them on the next ones."""
    return _likely_screen(texts, card) if page == 0 else _everybody_screen(texts, card, page)


def _likely_screen(texts: Texts, card: QuestionCard) -> Screen:
    draft_id, name = card.names.draft_id, card.name.code
    rows: list[Row] = [
        (_button(texts, "schools.same_button", _same(card, one.school_id), school=one),) for one in card.likely
    ]
    if len(card.everybody) > len(card.likely):
        rows.append((_button(texts, "schools.others_button", AskName(draft_id=draft_id, name=name, page=1)),))
    rows.append((_button(texts, "schools.new_button", NewSchool(draft_id=draft_id, name=name, page=0)),))
    rows.append((_button(texts, "schools.not_ours_button", NotOurs(draft_id=draft_id, name=name)),))
    words = texts("schools.question", card=card, left=len(card.names.asked))
    return Screen(words, (*rows, _to_preview(texts, draft_id)))


def _everybody_screen(texts: Texts, card: QuestionCard, page: int) -> Screen:
    draft_id, name = card.names.draft_id, card.name.code
    shown, page, pages = _page(card.everybody, page - 1)
    rows: list[Row] = [
        (_button(texts, "schools.school_button", _same(card, one.school_id), school=one),) for one in shown
    ]
    turning = [
        _button(texts, words, AskName(draft_id=draft_id, name=name, page=to + 1))
        for words, to in (("roadmaps.previous_button", page - 1), ("roadmaps.next_button", page + 1))
        if 0 <= to < pages
    ]
    back = _button(texts, "schools.back_button", AskName(draft_id=draft_id, name=name, page=0))
    words = texts("schools.everybody", card=card, page=page + 1, pages=pages)
    return Screen(words, (*rows, *([tuple(turning)] if turning else []), (back,)))


def place_screen(texts: Texts, card: QuestionCard, page: int) -> Screen:
    """Where a new school stands; a municipality's own draft leaves no choice."""
    if len(card.places) == 1:
        return project_screen(texts, card, card.places[0])
    draft_id, name = card.names.draft_id, card.name.code
    shown, page, pages = _page(card.places, page)
    rows: list[Row] = [
        (Button(one.name, PlaceSchool(draft_id=draft_id, name=name, territory_id=one.territory_id)),) for one in shown
    ]
    turning = [
        _button(texts, words, NewSchool(draft_id=draft_id, name=name, page=to))
        for words, to in (("roadmaps.previous_button", page - 1), ("roadmaps.next_button", page + 1))
        if 0 <= to < pages
    ]
    back = _button(texts, "schools.back_button", AskName(draft_id=draft_id, name=name, page=0))
    words = texts("schools.which_place", card=card, page=page, pages=pages)
    return Screen(words, (*rows, *([tuple(turning)] if turning else []), (back,)))


def project_screen(texts: Texts, card: QuestionCard, place: PlaceChoice) -> Screen:
    draft_id, name = card.names.draft_id, card.name.code
    yes, no = (
        AddSchool(draft_id=draft_id, name=name, territory_id=place.territory_id, in_project=inside)
        for inside in (True, False)
    )
    back = AskName(draft_id=draft_id, name=name, page=0)
    rows = (
        (_button(texts, "schools.inside_button", yes),),
        (_button(texts, "schools.outside_button", no),),
        (_button(texts, "schools.back_button", back),),
    )
    return Screen(texts("schools.in_project", card=card, place=place), rows)


def _same(card: QuestionCard, school_id: int) -> SameSchool:
    return SameSchool(draft_id=card.names.draft_id, name=card.name.code, school_id=school_id)


def _page(choices: Sequence[T], page: int) -> tuple[Sequence[T], int, int]:
    pages = max(1, -(-len(choices) // PAGE))
    page = min(max(page, 0), pages - 1)
    return choices[page * PAGE : (page + 1) * PAGE], page, pages


def _to_preview(texts: Texts, draft_id: int) -> Row:
    return (_button(texts, "roadmaps.to_preview_button", OpenDraft(draft_id=draft_id, page=0)),)


def _button(texts: Texts, words: str, press: CallbackData, **values: object) -> Button:
    return Button(texts.label(words, **values), press)
