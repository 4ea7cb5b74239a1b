"""What a person may choose for themselves, and how one choice moves another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from enum import StrEnum

from models.domain.access import Role
from models.domain.hours import Hours, Subject


class Zone(StrEnum):
    """The zones of Russia that people know by name, from west to east."""

    KALININGRAD = "Europe/Kaliningrad"
    MOSCOW = "Europe/Moscow"
    VOLGOGRAD = "Europe/Volgograd"
    SAMARA = "Europe/Samara"
    SARATOV = "Europe/Saratov"
    ULYANOVSK = "Europe/Ulyanovsk"
    ASTRAKHAN = "Europe/Astrakhan"
    YEKATERINBURG = "Asia/Yekaterinburg"
    OMSK = "Asia/Omsk"
    NOVOSIBIRSK = "Asia/Novosibirsk"
    BARNAUL = "Asia/Barnaul"
    TOMSK = "Asia/Tomsk"
    NOVOKUZNETSK = "Asia/Novokuznetsk"
    KRASNOYARSK = "Asia/Krasnoyarsk"
    IRKUTSK = "Asia/Irkutsk"
    CHITA = "Asia/Chita"
    YAKUTSK = "Asia/Yakutsk"
    VLADIVOSTOK = "Asia/Vladivostok"
    MAGADAN = "Asia/Magadan"
    SAKHALIN = "Asia/Sakhalin"
    KAMCHATKA = "Asia/Kamchatka"


HALF_HOURS = 48
"""How many a day has."""


def hour_of(half_hour: int) -> time:
    """The hour on the wall at the beginning of that half hour of a day, from 0."""
    return time(half_hour // 2, 30 * (half_hour % 2))


def half_hour_of(hour: time) -> int:
    """The half hour of a day that the hour is in, from 0."""
    return hour.hour * 2 + hour.minute // 30


def _hours(first: time, last: time) -> Iterator[time]:
    """By half hours, both inclusive."""
    return (hour_of(one) for one in range(half_hour_of(first), half_hour_of(last) + 1))


DIGEST_HOURS = tuple(_hours(time(8), time(19, 30)))
"""When the letter and the lists may come; what is said of a day is stale by 20:00."""
MORNINGS = tuple(_hours(time(7), time(12)))
"""When a person's day may begin."""
EVENINGS = tuple(_hours(time(17, 30), time(22)))
"""When it may end: after the visits of the next day are named, which would be stale the next morning."""
WEEKDAYS = range(5)
"""On which days the letter of the week may come, Monday first."""


def digest_hours(hours: Hours) -> tuple[time, ...]:
    """When the letter and the lists may come to this person: within their own day."""
    return tuple(hour for hour in DIGEST_HOURS if hours.day_begins <= hour < hours.day_ends)


def with_day(hours: Hours, begins: time, ends: time) -> Hours:
    """The person is written to between these hours; the letter and the lists move along where they must."""
    moved = replace(hours, day_begins=begins, day_ends=ends)
    possible = digest_hours(moved)
    fits = hours.digest_hour in possible
    return moved if fits else replace(moved, digest_hour=min(possible, key=lambda one: _apart(one, hours.digest_hour)))


def _apart(one: time, other: time) -> int:
    return abs(half_hour_of(one) - half_hour_of(other))


def subjects_of(roles: frozenset[Role]) -> tuple[Subject, ...]:
    """What somebody with these roles may do without: visits are told to those who visit."""
    visits = (Subject.VISITS,) if roles & {Role.CURATOR, Role.COORDINATOR} else ()
    return (Subject.LETTER, Subject.DAY, *visits, Subject.WEBINARS)
