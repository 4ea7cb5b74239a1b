"""Webinars put straight into the tables of the directors' district."""

from datetime import datetime

from models.domain.access import Role
from models.tables import Webinar
from models.work import Work


async def announce(work: Work, starts_at: datetime) -> None:
    """A webinar for the directors, of which the last reminder goes a quarter of an hour before."""
    async with work:
        webinar = Webinar(
            territory_id=1,
            title="Работа с рисками",
            starts_at=starts_at,
            zone="UTC",
            link="https://example.ru/room",
            roles=[Role.DIRECTOR],
            created_by_id=1,
            created_at=work.now(),
        )
        work.session.add(webinar)
        await work.commit()
