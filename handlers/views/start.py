"""The first words of a talk."""

from handlers.callbacks import Consent
from handlers.commands import menu_for
from handlers.screens import Button, Screen
from handlers.texts import Texts
from handlers.views.settings import settings_button
from models.cards.people import OfferCard, PersonCard

PLACES = (20, 10, 5, 2, 1)
"""How many places of each role are named, as long as they fit."""


def offer_screen(texts: Texts, offer: OfferCard) -> Screen:
    words = "start.accept" if offer.known else "start.consent"
    yes = Button(texts.label(words), Consent(given=True))
    no = Button(texts.label("start.refuse"), Consent(given=False))
    return Screen(texts("start.offer", offer=offer), ((yes,), (no,)))


def welcome_screen(texts: Texts, person: PersonCard) -> Screen:
    return Screen(texts.fitted("start.welcome", PLACES, person=person))


def help_screen(texts: Texts, person: PersonCard) -> Screen:
    names = menu_for(frozenset(post.role for post in person.posts))
    commands = [(name, texts(f"commands.{name}")) for name in names]
    words = texts.fitted("start.help", PLACES, person=person, commands=commands)
    return Screen(words, (settings_button(texts),))
