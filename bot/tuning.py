"""What makes aiogram faster without changing it. The figures are ratios to an untouched echo bot."""

import gc


def calm_collector() -> None:
    """Let the garbage collector look seldom, and never at what is there now: call it when everything stands.

    It walks aiogram's thousands of pydantic models again and again: 1.55 of the speed, the 99th percentile from 13 to
    6 ms. The freeze removes a rare full collection of 140-170 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
