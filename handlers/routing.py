"""All routers in the order they are asked."""

from aiogram import Dispatcher, Router

from handlers import (
    absences,
    asking,
    care,
    corrections,
    documents,
    earlier,
    editions,
    errors,
    evidence,
    fallback,
    helping,
    history,
    judging,
    late,
    links,
    medk,
    mytasks,
    notheld,
    reasons,
    rehearsal,
    requests,
    roadmaps,
    schools,
    settings,
    sheets,
    start,
    steps,
    tasks,
    visits,
    webinars,
)
from handlers.filters import Known
from handlers.middlewares import Threshold
from handlers.rehearsal import Rehearse
from handlers.texts import Texts
from models.work import Clock, Sessions


def build_dispatcher(sessions: Sessions, clock: Clock, texts: Texts, rehearse: Rehearse) -> Dispatcher:
    """A dispatcher with every feature; steps of a talk are kept in our own table, so aiogram's own are off."""
    dispatcher = Dispatcher(disable_fsm=True, rehearse=rehearse)
    dispatcher.update.outer_middleware(Threshold(sessions, clock, texts))
    dispatcher.include_routers(errors.build(), start.build(), _known(), fallback.build())
    return dispatcher


def _known() -> Router:
    """What only people who have come in get to. Steps stand before free words, words before the fallback."""
    router = Router(name="known")
    router.message.filter(Known())
    router.callback_query.filter(Known())
    router.include_routers(
        tasks.build(),
        mytasks.build(),
        history.build(),
        helping.build(),
        requests.build(),
        notheld.build(),
        medk.build(),
        late.build(),
        corrections.build(),
        visits.build(),
        evidence.build(),
        care.build(),
        steps.build(),
        judging.build(),
        reasons.build(),
        documents.build(),
        roadmaps.build(),
        rehearsal.build(),
        editions.build(),
        earlier.build(),
        sheets.build(),
        links.build(),
        schools.build(),
        webinars.build(),
        settings.build(),
        absences.build(),
        asking.build(),
    )
    return router
