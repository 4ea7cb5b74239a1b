"""What commands people are offered follows their roles: whom to tell, and what was told."""

from collections.abc import Collection, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from models.cards.menus import MenuTold, StaleMenu
from models.domain.access import Role
from models.queries.menus import stale_menus
from models.queries.people import account_at
from models.tables import Account, Fact
from models.tables.dialect import upsert
from models.work import Work

COMMON = "menu"
"""The fact that holds the key of the menu strangers were offered last."""


async def whom_to_offer(
    work: Work, platform: str, menus: Mapping[frozenset[Role], str], *, limit: int
) -> list[StaleMenu]:
    """At most so many chats that were offered another menu than their people's present roles ask for.

    `menus` has the key of a menu for all roles that can be held together.
    """
    async with work.reading() as session:
        return await stale_menus(session, platform, menus, work.now(), limit)


async def note_told(work: Work, told: Collection[MenuTold]) -> None:
    """What the messenger was told to offer, so that it is not told again."""
    async with work:
        for one in told:
            await _note(work.session, await work.session.get(Account, one.account_id), one.menu)
        await work.commit()


async def note_offered(work: Work, platform: str, chat_id: str, menu: str) -> None:
    """The same of one chat, whose person is talking to us."""
    async with work:
        await _note(work.session, await account_at(work.session, platform, chat_id), menu)
        await work.commit(fresh=False)


async def _note(session: AsyncSession, account: Account | None, menu: str) -> None:
    if account is not None:
        account.menu = menu
        await session.flush()


async def common_menu(work: Work) -> str | None:
    """The key of the menu that strangers were offered last."""
    async with work.reading() as session:
        fact = await session.get(Fact, COMMON)
        return fact.value if fact else None


async def note_common(work: Work, menu: str) -> None:
    async with work:
        await upsert(work.session, Fact, {"name": COMMON, "value": menu})
        await work.commit()
