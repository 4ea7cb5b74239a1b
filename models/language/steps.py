"""What people call a next step of a visit: it bears a number that no row of a file has."""


def step_number(nth: int) -> str:
    """The number of the n-th step of a school, from 1."""
    return f"шаг {nth}"
