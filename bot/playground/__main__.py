"""`python -m bot.playground [PORT]`: the whole bot on this machine, with a page to talk with it."""

import asyncio
import sys

from bot.playground.run import PORT, main

if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PORT))
