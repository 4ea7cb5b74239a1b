"""A coordinator sends a changed edition of a published map, looks at what it changes and accepts it."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import (
    AcceptEdition,
    ChooseEdition,
    DeclineEdition,
    OpenEdition,
    OpenEditions,
    OpenPairs,
    SettlePair,
)
from handlers.links import suggest as suggest_links
from handlers.screens import Screen, turn
from handlers.texts import Texts
from handlers.views import editions as views
from handlers.views.roadmaps import preview_screen
from models.cards.editions import EditionCard
from models.cards.roadmaps import DraftCard
from models.domain.access import Actor
from models.domain.refusals import WrongState
from models.usecases import editions, roadmaps
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_choice, ChooseEdition.filter())
    router.callback_query.register(press_page, OpenEdition.filter())
    router.callback_query.register(press_pairs, OpenPairs.filter())
    router.callback_query.register(press_pair, SettlePair.filter())
    router.callback_query.register(press_accept, AcceptEdition.filter())
    router.callback_query.register(press_decline, DeclineEdition.filter())
    router.callback_query.register(press_history, OpenEditions.filter())
    return router


async def first_screen(work: Work, actor: Actor, texts: Texts, draft: DraftCard) -> Screen:
    """What a draft is met with: the preview of a map, or what an edition changes."""
    card = await editions.look_at_edition(work, actor, draft.draft_id) if draft.edition else None
    return preview_screen(texts, draft) if card is None else views.edition_screen(texts, card)


async def press_choice(
    query: CallbackQuery, callback_data: ChooseEdition, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await editions.choose_edition(work, actor, callback_data.draft_id, same=callback_data.same)
    if card is None:
        draft = await roadmaps.look_at_draft(work, actor, callback_data.draft_id)
        await query.answer(texts.label("editions.chosen_other"))
        await turn(query, preview_screen(texts, draft))
    else:
        await query.answer()
        await turn(query, views.edition_screen(texts, card))


async def press_page(query: CallbackQuery, callback_data: OpenEdition, work: Work, actor: Actor, texts: Texts) -> None:
    card = await editions.look_at_edition(work, actor, callback_data.draft_id)
    if card is None:
        raise WrongState
    await query.answer()
    await turn(query, views.edition_screen(texts, card, callback_data.page))


async def press_pairs(query: CallbackQuery, callback_data: OpenPairs, work: Work, actor: Actor, texts: Texts) -> None:
    card = await editions.look_at_edition(work, actor, callback_data.draft_id)
    if not isinstance(card, EditionCard):
        raise WrongState
    await query.answer()
    await turn(query, views.pair_screen(texts, card))


async def press_pair(query: CallbackQuery, callback_data: SettlePair, work: Work, actor: Actor, texts: Texts) -> None:
    card = await editions.settle_pair(
        work, actor, callback_data.draft_id, callback_data.row, callback_data.old, same=callback_data.same
    )
    await query.answer()
    await turn(query, views.pair_screen(texts, card))


async def press_accept(
    query: CallbackQuery, callback_data: AcceptEdition, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await editions.accept_edition(work, actor, callback_data.draft_id, callback_data.number, texts.calendars)
    await query.answer()
    await turn(query, views.accepted_screen(texts, card))
    await suggest_links(query, work, actor, texts)


async def press_decline(
    query: CallbackQuery, callback_data: DeclineEdition, work: Work, actor: Actor, texts: Texts
) -> None:
    await roadmaps.discard_draft(work, actor, callback_data.draft_id)
    await query.answer()
    await turn(query, Screen(texts("editions.declined")))


async def press_history(
    query: CallbackQuery, callback_data: OpenEditions, work: Work, actor: Actor, texts: Texts
) -> None:
    card = await editions.look_at_editions(work, actor, callback_data.roadmap_id)
    await query.answer()
    await turn(query, views.editions_screen(texts, card))
