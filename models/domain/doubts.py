"""What a reader may be unsure of, as codes. Views turn them into words."""

from enum import StrEnum


class DoubtField(StrEnum):
    """Which field of a row is doubted."""

    NUMBER = "number"
    TEXT = "text"
    TIMING = "timing"
    EXECUTORS = "executors"
    MENTIONS = "mentions"
    SCHOOLS = "schools"
    KIND = "kind"
    SECTION = "section"


class DoubtReason(StrEnum):
    """Why a field is doubted."""

    MISSING = "missing"
    """The cell is empty."""
    IMPOSSIBLE_DATE = "impossible_date"
    """The calendar has no such day."""
    OTHER_YEAR = "other_year"
    """A date stands outside the plan's year."""
    BACKWARDS = "backwards"
    """The last day comes before the first."""
    WORDS_UNKNOWN = "words_unknown"
    """Some words of the cell were not understood."""
    AMBIGUOUS = "ambiguous"
    """The words may be read in more than one way."""
    OPEN_ENDED = "open_ended"
    """A first day is named and no last one."""
    NUMBER_RESTORED = "number_restored"
    """The print lost the number, and its neighbours do not settle it."""
    NUMBER_OUT_OF_ORDER = "number_out_of_order"
    """The number repeats or falls back."""
    ROW_UNCERTAIN = "row_uncertain"
    """It is not plain whether the line is a row of its own or the end of the row above."""
    CELLS_DISPLACED = "cells_displaced"
    """The row has more or fewer cells than the heading."""
    COLUMNS_GUESSED = "columns_guessed"
    """No heading and no line tells which column is which: it was told by the words and their places."""
