"""`python -m bot.playground`: the whole bot on this machine, with a page to talk with it."""

import asyncio

from bot.playground.run import main

if __name__ == "__main__":
    asyncio.run(main())
