"""The messenger in a process of its own: it hands out presses and tells when the bot has answered them.

Prints a line of JSON when it listens ({"base_url": …}) and one when all is answered ({"first": …, "last": …}, in
seconds of the system's monotonic clock).
"""

import asyncio
import json
import sys
import time

from bot.clock import utc_now
from bot.emulator.calls import Parameters
from bot.emulator.limits import Limits
from bot.emulator.methods import carry_out
from bot.emulator.server import Emulator
from bot.emulator.world import World
from tests.benchmarks.load import CHATS, TOKEN, press_data

BUTTON = json.dumps({"inline_keyboard": [[{"text": "✅", "callback_data": "md:1:c"}]]})


async def main(presses: int) -> None:
    world = World(clock=utc_now, limits=Limits(callback_answer_seconds=3600).without_flood())
    world.add_bot(TOKEN)
    async with Emulator(world) as emulator:
        await queue_presses(world, presses)
        say(base_url=emulator.base_url)
        say(**await answered(world, presses), refused=sum(call.code >= 400 for call in world.calls))


async def queue_presses(world: World, presses: int) -> None:
    """Everybody has one message with a button and presses for each of their tasks in turn."""
    shown: dict[int, int] = {}
    for chat in CHATS:
        world.add_person(chat, f"Директор {chat}")
        world.chat(chat).started = True
        given = Parameters({"chat_id": chat, "text": "Задача", "reply_markup": BUTTON})
        await carry_out(world, world.account(), "sendMessage", given)
        shown[chat] = world.chat(chat).last.id
    for number in range(presses):
        chat = CHATS[number % len(CHATS)]
        world.forge(chat, shown[chat], press_data(chat, number // len(CHATS)))


async def answered(world: World, presses: int) -> dict[str, float]:
    """When the first and the last press were answered."""
    first = last = 0.0
    left = presses
    with world.subscribe() as changes:
        while left:
            if (await changes.get()).kind == "edited":
                left -= 1
                last = time.monotonic()
                first = first or last
    return {"first": first, "last": last}


def say(**words: object) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
