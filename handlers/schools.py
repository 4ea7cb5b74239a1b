"""A coordinator says which schools a draft's printed names mean."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.callbacks import AddSchool, AskName, NewSchool, NotOurs, OpenNames, PlaceSchool, SameSchool
from handlers.screens import Screen, turn
from handlers.texts import Texts
from handlers.views import schools as views
from models.cards.schools import NamesCard
from models.domain.access import Actor
from models.domain.refusals import OutOfReach
from models.usecases import schools
from models.work import Work


def build() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(press_names, OpenNames.filter())
    router.callback_query.register(press_name, AskName.filter())
    router.callback_query.register(press_same, SameSchool.filter())
    router.callback_query.register(press_new, NewSchool.filter())
    router.callback_query.register(press_place, PlaceSchool.filter())
    router.callback_query.register(press_add, AddSchool.filter())
    router.callback_query.register(press_not_ours, NotOurs.filter())
    return router


async def press_names(query: CallbackQuery, callback_data: OpenNames, work: Work, actor: Actor, texts: Texts) -> None:
    names = await schools.look_at_names(work, actor, callback_data.draft_id)
    await query.answer()
    await turn(query, await _following(names, work, actor, texts))


async def _following(names: NamesCard, work: Work, actor: Actor, texts: Texts) -> Screen:
    """The next name to ask about; when none is left, the answers."""
    if not names.asked:
        return views.answers_screen(texts, names)
    card = await schools.look_at_name(work, actor, names.draft_id, names.asked[0].code)
    return views.question_screen(texts, card)


async def press_name(query: CallbackQuery, callback_data: AskName, work: Work, actor: Actor, texts: Texts) -> None:
    card = await schools.look_at_name(work, actor, callback_data.draft_id, callback_data.name)
    await query.answer()
    await turn(query, views.question_screen(texts, card, callback_data.page))


async def press_same(query: CallbackQuery, callback_data: SameSchool, work: Work, actor: Actor, texts: Texts) -> None:
    names = await schools.say_same(work, actor, callback_data.draft_id, callback_data.name, callback_data.school_id)
    await query.answer()
    await turn(query, await _following(names, work, actor, texts))


async def press_new(query: CallbackQuery, callback_data: NewSchool, work: Work, actor: Actor, texts: Texts) -> None:
    card = await schools.look_at_name(work, actor, callback_data.draft_id, callback_data.name)
    await query.answer()
    await turn(query, views.place_screen(texts, card, callback_data.page))


async def press_place(query: CallbackQuery, callback_data: PlaceSchool, work: Work, actor: Actor, texts: Texts) -> None:
    card = await schools.look_at_name(work, actor, callback_data.draft_id, callback_data.name)
    place = next((one for one in card.places if one.territory_id == callback_data.territory_id), None)
    if place is None:
        raise OutOfReach
    await query.answer()
    await turn(query, views.project_screen(texts, card, place))


async def press_add(query: CallbackQuery, callback_data: AddSchool, work: Work, actor: Actor, texts: Texts) -> None:
    names = await schools.say_new(
        work,
        actor,
        callback_data.draft_id,
        callback_data.name,
        territory_id=callback_data.territory_id,
        in_project=callback_data.in_project,
    )
    await query.answer()
    await turn(query, await _following(names, work, actor, texts))


async def press_not_ours(query: CallbackQuery, callback_data: NotOurs, work: Work, actor: Actor, texts: Texts) -> None:
    names = await schools.say_not_ours(work, actor, callback_data.draft_id, callback_data.name)
    await query.answer()
    await turn(query, await _following(names, work, actor, texts))
