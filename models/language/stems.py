"""How lists of words are written here: regular expressions in which `~` stands for any ending of a word."""


def with_endings(words: str) -> str:
    """Turn a list of stems into a regular expression: `куратор~ школ~` fits «кураторами школы»."""
    return words.replace("~", "[а-яё]*")
