"""What `python -m bot` starts."""

from bot.cli import main

if __name__ == "__main__":
    main()
