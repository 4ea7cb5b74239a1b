"""A changed edition in words: is it one, what it changes, what it changed."""

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    AcceptEdition,
    ChooseEdition,
    DeclineEdition,
    OpenDraft,
    OpenEdition,
    OpenEditions,
    OpenPairs,
    SettlePair,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from models.cards.editions import AcceptedCard, EditionCard, EditionQuestion, EditionsCard, PlanChangedCard

PAGE = 6
LINES = (3, 2, 1)
"""How generously each row is worded, as long as the message fits."""

Row = tuple[Button, ...]


def edition_screen(texts: Texts, card: EditionCard | EditionQuestion, page: int = 0) -> Screen:
    """The question whether it is an edition or, once that is known, a page of what it changes."""
    return question_screen(texts, card) if isinstance(card, EditionQuestion) else differences_screen(texts, card, page)


def question_screen(texts: Texts, card: EditionQuestion) -> Screen:
    same = ChooseEdition(draft_id=card.draft_id, same=True)
    other = ChooseEdition(draft_id=card.draft_id, same=False)
    rows: tuple[Row, ...] = (
        (Button(texts.label("editions.edition_button", title=card.published), same),),
        (Button(texts.label("editions.other_button"), other),),
    )
    return Screen(texts("editions.question", card=card), rows)


def differences_screen(texts: Texts, card: EditionCard, page: int = 0) -> Screen:
    """Rows that change, a page at a time. It can be accepted once every doubtful pair is settled."""
    pages = max(1, -(-len(card.rows) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = card.rows[page * PAGE : (page + 1) * PAGE]
    words = texts.fitted("editions.differences", LINES, card=card, rows=rows, page=page, pages=pages)
    return Screen(words, (*_turning(texts, card, page, pages), *_decision(texts, card)))


def _turning(texts: Texts, card: EditionCard, page: int, pages: int) -> list[Row]:
    row: list[Button] = []
    if page > 0:
        row.append(Button(texts.label("roadmaps.previous_button"), OpenEdition(draft_id=card.draft_id, page=page - 1)))
    if page < pages - 1:
        row.append(Button(texts.label("roadmaps.next_button"), OpenEdition(draft_id=card.draft_id, page=page + 1)))
    return [tuple(row)] if row else []


def _decision(texts: Texts, card: EditionCard) -> list[Row]:
    rows: list[Row] = []
    if card.unsure:
        words = texts.label("editions.pairs_button", count=len(card.unsure))
        rows.append((Button(words, OpenPairs(draft_id=card.draft_id), style=ButtonStyle.PRIMARY),))
    elif card.rows:
        accept = AcceptEdition(draft_id=card.draft_id, number=card.against)
        rows.append((Button(texts.label("editions.accept_button"), accept, style=ButtonStyle.SUCCESS),))
    rows.append((Button(texts.label("editions.rows_button"), OpenDraft(draft_id=card.draft_id, page=0)),))
    rows.append((Button(texts.label("editions.decline_button"), DeclineEdition(draft_id=card.draft_id)),))
    return rows


def pair_screen(texts: Texts, card: EditionCard) -> Screen:
    """The first pair that may be one row or two; the changes again when none is left."""
    if not card.unsure:
        return differences_screen(texts, card)
    one = card.unsure[0]
    old, new = one.pair.old or 0, one.pair.new or 0
    same = SettlePair(draft_id=card.draft_id, row=new, old=old, same=True)
    different = SettlePair(draft_id=card.draft_id, row=new, old=old, same=False)
    rows: tuple[Row, ...] = (
        (
            Button(texts.label("editions.same_button"), same),
            Button(texts.label("editions.different_button"), different),
        ),
        (Button(texts.label("editions.differences_button"), OpenEdition(draft_id=card.draft_id, page=0)),),
    )
    return Screen(texts("editions.pair", one=one, left=len(card.unsure), year=card.year), rows)


def accepted_screen(texts: Texts, card: AcceptedCard) -> Screen:
    history = Button(texts.label("editions.history_button"), OpenEditions(roadmap_id=card.roadmap_id))
    return Screen(texts("editions.accepted", card=card), ((history,),))


def editions_screen(texts: Texts, card: EditionsCard) -> Screen:
    return Screen(texts.fitted("editions.history", (20, 10, 6, 4, 3, 2, 1), card=card))


def plan_changed_screen(texts: Texts, card: PlanChangedCard) -> Screen:
    return Screen(texts.fitted("editions.plan_changed", (4, 3, 2, 1), card=card))
