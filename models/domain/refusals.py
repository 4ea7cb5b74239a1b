"""What the model of the work may refuse. A refusal carries values, never sentences; the edge finds the words."""


class Refusal(Exception):
    """The root of every named refusal. Nobody below the edge catches it."""


class OutOfReach(Refusal):
    """Not the actor's, or not there at all: the two must look the same."""
