"""A person's own settings on the screen."""

from collections.abc import Sequence
from typing import TypeVar

from aiogram.enums import ButtonStyle

from handlers.callbacks import (
    Choice,
    LiveBy,
    LiveByPlace,
    MoveDigest,
    MoveEvening,
    MoveLetter,
    MoveMorning,
    Mute,
    OpenAbsence,
    OpenChoice,
    OpenSettings,
    OpenStaff,
    PlanAbsence,
    RestoreUsual,
)
from handlers.screens import Button, Screen
from handlers.texts import Texts
from models.cards.settings import SettingsCard
from models.domain.hours import Subject
from models.domain.settings import EVENINGS, MORNINGS, WEEKDAYS, Zone, digest_hours, half_hour_of

LINES = 6
"""How many absences are named and get a button."""
HOURS_IN_ROW = 4
ZONES_IN_ROW = 2

Row = tuple[Button, ...]
T = TypeVar("T")


def settings_button(texts: Texts) -> Row:
    """Under another message: the settings come below it."""
    return (Button(texts.label("settings.open_button"), OpenSettings(below=True)),)


def settings_screen(texts: Texts, card: SettingsCard) -> Screen:
    """All that holds in plain words, and a button for each choice."""
    hours = card.hours
    rows: list[Row] = [
        (
            _choice(texts, texts.label("settings.hour_button", hour=hours.digest_hour), Choice.HOUR),
            _choice(texts, texts.label("settings.letter_button", weekday=hours.letter_weekday), Choice.LETTER),
        ),
        (
            _choice(texts, texts.label("settings.quiet_button"), Choice.QUIET),
            _choice(texts, texts.label("settings.zone_button"), Choice.ZONE),
        ),
        *_rows([_subject(texts, subject, card) for subject in card.subjects], 2),
        *((_absence(texts, card, place),) for place in range(len(card.absences[:LINES]))),
        (Button(texts.label("settings.away_button"), PlanAbsence(person_id=card.person_id)),),
    ]
    if card.staff:
        rows.append((Button(texts.label("settings.staff_button"), OpenStaff(page=0)),))
    if not card.usual:
        rows.append((Button(texts.label("settings.usual_button"), RestoreUsual()),))
    return Screen(texts("settings.card", card=card, lines=LINES), tuple(rows))


def _choice(texts: Texts, words: str, choice: Choice) -> Button:
    return Button(words, OpenChoice(choice=choice))


def _rows(buttons: Sequence[Button], width: int) -> list[Row]:
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def _subject(texts: Texts, subject: Subject, card: SettingsCard) -> Button:
    muted = subject in card.hours.muted
    words = texts.label("settings.subject_button", subject=subject, muted=muted)
    return Button(words, Mute(subject=subject, muted=not muted))


def _absence(texts: Texts, card: SettingsCard, place: int) -> Button:
    absence = card.absences[place]
    return Button(texts.label("absences.own_button", absence=absence), OpenAbsence(absence_id=absence.absence_id))


def choice_screen(texts: Texts, card: SettingsCard, choice: Choice) -> Screen:
    """What may be chosen in place of what holds."""
    match choice:
        case Choice.HOUR:
            return _hour_screen(texts, card)
        case Choice.LETTER:
            return _letter_screen(texts, card)
        case Choice.QUIET:
            return quiet_screen(texts, card)
        case Choice.ZONE:
            return _zone_screen(texts, card)


def _hour_screen(texts: Texts, card: SettingsCard) -> Screen:
    buttons = [
        _pick(texts.label("settings.clock", hour=hour), MoveDigest(half_hour=half_hour_of(hour)), hour == held)
        for held in [card.hours.digest_hour]
        for hour in digest_hours(card.hours)
    ]
    return Screen(texts("settings.choose_hour", card=card), (*_rows(buttons, HOURS_IN_ROW), _back(texts)))


def _pick(words: str, press: MoveDigest | MoveLetter | MoveMorning | MoveEvening | LiveBy, held: bool) -> Button:
    return Button(words, press, style=ButtonStyle.PRIMARY if held else None)


def _back(texts: Texts) -> Row:
    return (Button(texts.label("settings.back_button"), OpenSettings(below=False)),)


def _letter_screen(texts: Texts, card: SettingsCard) -> Screen:
    buttons = [
        _pick(
            texts.label("settings.weekday_button", weekday=weekday),
            MoveLetter(weekday=weekday),
            weekday == card.hours.letter_weekday,
        )
        for weekday in WEEKDAYS
    ]
    return Screen(texts("settings.choose_letter", card=card), (*_rows(buttons, len(WEEKDAYS)), _back(texts)))


def quiet_screen(texts: Texts, card: SettingsCard) -> Screen:
    """From which hour in the evening and until which in the morning nothing comes; the first rows are evenings."""
    hours = card.hours
    evenings = [
        _pick(
            texts.label("settings.evening_button", hour=hour),
            MoveEvening(half_hour=half_hour_of(hour)),
            hour == hours.day_ends,
        )
        for hour in EVENINGS
    ]
    mornings = [
        _pick(
            texts.label("settings.morning_button", hour=hour),
            MoveMorning(half_hour=half_hour_of(hour)),
            hour == hours.day_begins,
        )
        for hour in MORNINGS
    ]
    rows = (*_rows(evenings, HOURS_IN_ROW), *_rows(mornings, HOURS_IN_ROW))
    return Screen(texts("settings.choose_quiet", card=card), (*rows, _back(texts)))


def _zone_screen(texts: Texts, card: SettingsCard) -> Screen:
    place = Button(texts.label("settings.place_zone_button", zone=card.place_zone), LiveByPlace())
    others = [
        _pick(texts.label("settings.zone_name_button", zone=zone.value), LiveBy(zone=zone), zone.value == card.zone)
        for zone in Zone
        if zone.value != card.place_zone
    ]
    return Screen(texts("settings.choose_zone", card=card), ((place,), *_rows(others, ZONES_IN_ROW), _back(texts)))
