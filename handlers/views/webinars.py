"""Webinars on the screen."""

from collections.abc import Collection, Sequence
from datetime import datetime

from aiogram.enums import ButtonStyle

from handlers.callbacks import AnswerWebinar, InviteRole, SaveWebinar
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.leaving import cancel_row
from models.cards.webinars import WebinarCard
from models.domain.access import Role

OFFERED = (Role.DIRECTOR, Role.SCHOOL_COORDINATOR, Role.CURATOR, Role.COORDINATOR)
LINES = (25, 12, 6, 3)
"""How many webinars are shown, as long as they fit."""

Row = tuple[Button, ...]


def when_screen(texts: Texts, zone: str) -> Screen:
    return Screen(texts("webinars.when", zone=zone), (cancel_row(texts),))


def what_screen(texts: Texts, starts_at: datetime) -> Screen:
    return Screen(texts("webinars.what", starts_at=starts_at), (cancel_row(texts),))


def who_screen(texts: Texts, title: str, starts_at: datetime, chosen: Collection[str]) -> Screen:
    """The roles to invite, each switched by one press."""
    rows: list[Row] = [
        (Button(texts.label("webinars.roles_button", role=role, chosen=role in chosen), InviteRole(role=role)),)
        for role in OFFERED
    ]
    rows.append((Button(texts.label("webinars.save_button"), SaveWebinar(), style=ButtonStyle.SUCCESS),))
    return Screen(texts("webinars.who", title=title, starts_at=starts_at), (*rows, cancel_row(texts)))


def announced_screen(texts: Texts, webinar: WebinarCard) -> Screen:
    return Screen(texts("webinars.announced", webinar=webinar))


def tomorrow_screen(texts: Texts, webinar: WebinarCard) -> Screen:
    yes = Button(texts.label("webinars.going_button"), AnswerWebinar(webinar_id=webinar.webinar_id, going=True))
    no = Button(texts.label("webinars.not_going_button"), AnswerWebinar(webinar_id=webinar.webinar_id, going=False))
    return Screen(texts("webinars.tomorrow", webinar=webinar), ((yes, no),))


def soon_screen(texts: Texts, webinar: WebinarCard) -> Screen:
    return Screen(texts("webinars.soon", webinar=webinar))


def ahead_screen(texts: Texts, webinars: Sequence[WebinarCard]) -> Screen:
    return Screen(texts.fitted("webinars.ahead", LINES, webinars=webinars))
