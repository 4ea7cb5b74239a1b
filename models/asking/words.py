"""The words of questions: what each of them says. A new word goes into this table, and nowhere else.

A row is a writing and what it means. `{adj}` and its like stand for endings (models/asking/endings.py), `|` parts
alternatives, a blank parts the words of a phrase; of several rows that fit, the longest phrase is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Flag, auto
from functools import cache
from itertools import product
from types import MappingProxyType

from models.asking.endings import spell_out
from models.domain.plan import Executor, Kind


class Mark(Flag):
    """What a word contributes to the shape of a question."""

    NONE = 0
    WHO = auto()
    WHAT = auto()
    WHICH = auto()
    WHERE = auto()
    HOW = auto()
    WHEN = auto()
    MANY = auto()
    STATE = auto()
    LATE = auto()
    NOT = auto()
    DONE = auto()
    WAS = auto()
    TODO = auto()
    LEFT = auto()
    PLAN = auto()
    SCHOOLS = auto()
    TASKS = auto()
    REPORT = auto()
    REACH = auto()
    REMIND = auto()
    HELP = auto()
    CAN = auto()
    GOING = auto()
    LIST = auto()
    EXECUTION = auto()
    PLEA = auto()
    ON_TIME = auto()
    CONFIRMED = auto()
    THANKS = auto()
    WHETHER = auto()
    DEADLINE = auto()
    SELF = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """What a word or phrase says: marks for the shape, values for the slots.

    `by_verb` is a kind that a verb implies («посетил») and a noun overrules («посетил семинар»).
    """

    written: str
    mark: Mark = Mark.NONE
    kind: Kind | None = None
    by_verb: Kind | None = None
    executor: Executor | None = None
    topic: str | None = None


WORDS: tuple[Word, ...] = (
    # asking words
    Word("кто|кого|кому|кем|ктото", Mark.WHO),
    Word("у кого|чьи|чей|чья", Mark.WHO),
    Word("что-то|что-нибудь|чего-нибудь|что|чего|чем|чему|чо|че|што|шо", Mark.WHAT),
    Word("как{adj}|какие-то|каки|какую", Mark.WHICH),
    Word("где|куда|в какой школе|в каких школах", Mark.WHERE),
    Word("как", Mark.HOW),
    Word("когда|кагда|када|дата|дату|даты|датой|во сколько|до скольки|к какому числу|какого числа", Mark.WHEN),
    Word("сколько осталось до|сколько дней до|через сколько|напомни когда|напомните когда|когда там", Mark.WHEN),
    Word("до какого числа|до какого|в какой день|на какое число|в какие сроки", Mark.WHEN),
    Word("сколько|скока|скоко|сколко|количество|число|процент{m}|какой процент|доля|долю|какая доля", Mark.MANY),
    Word("дедлайн{m}|срок{m}|крайн{adj} срок{m}|последн{adj} срок{m}|какой срок|до какого срока", Mark.DEADLINE),
    # states
    Word(
        "статус{m}|состояни{ie}|состояние дел|сводк{f}|ситуаци{ia}|обстановк{f}|прогресс{m}|информаци{ia}|"
        "инфо|инфа|инфу|успех{m}|успехи|успехами|что нового|новост{soft}|положени{ie}|картин{f}",
        Mark.STATE,
    ),
    Word("как дела|как обстоят дела|как идут дела|как там дела|что там|как там|что слышно", Mark.STATE),
    Word(
        "просрочен{part}|просроченно|просрочк{f}|просрочил{past}|просрачил{past}|просрочек|просрочивш{adj}", Mark.LATE
    ),
    Word("опоздал{past}|опаздывает|опаздывают|опаздывающ{adj}|отстает|отстают|отстающ{adj}|отстал{past}", Mark.LATE),
    Word("долг{m}|долги|задолженност{soft}|в долгу", Mark.LATE),
    Word("должник{m}", Mark.LATE | Mark.WHO),
    Word("не вовремя|не в срок", Mark.LATE),
    Word("не|нет|без|ни", Mark.NOT),
    Word("или нет|или пока нет|а кто нет|кто нет|или как"),
    # what has happened
    Word(
        "успел{past}|закончил{past}|скинул{past}|выслал{past}|выложил{past}|опубликовал{past}|опубликован{part}",
        Mark.DONE,
    ),
    Word(
        "сделал{past}|сделан{part}|зделано|зделал{past}|сделавш{adj}|выполнил{past}|выполнен{part}|выполнивш{adj}",
        Mark.DONE,
    ),
    Word(
        "исполнил{past}|исполнен{part}|завершил{past}|завершен{part}|закрыл{past}|закрыт{part}",
        Mark.DONE,
    ),
    Word(
        "сдал{past}|сдан{part}|сдавш{adj}|разместил{past}|размещен{part}|разместивш{adj}|загрузил{past}|загружен{part}",
        Mark.DONE,
    ),
    Word(
        "прислал{past}|прислан{part}|отправил{past}|отправлен{part}|направил{past}|направлен{part}|предоставил{past}",
        Mark.DONE,
    ),
    Word("прошел|прош{past}|прошла|прошло|прошли|прошедш{adj}|провел{past}|проведен{part}|проводил{past}", Mark.DONE),
    Word(
        "заполнил{past}|заполнен{part}|подготовил{past}|подготовлен{part}|разработал{past}|разработан{part}", Mark.DONE
    ),
    Word(
        "написал{past}|написан{part}|готов{past}|готовы|готово|утвердил{past}|"
        "утвержден{part}|внес|внесл{past}|внесен{part}",
        Mark.DONE,
    ),
    Word(
        "зашел|заш{past}|пришел|пришл{past}|заходил{past}|приходил{past}|приехал{past}|"
        "отчитал{past}|отчитался|отчиталась|отчитались|отчитавш{adj}|отчитавшиеся",
        Mark.DONE,
    ),
    Word("заключил{past}|заключен{part}|назначил{past}|назначен{part}|согласовал{past}|согласован{part}", Mark.DONE),
    Word(
        "посетил{past}|посетивш{adj}|побывал{past}|съездил{past}|сьездил{past}|"
        "объездил{past}|навестил{past}|посещал{past}",
        Mark.DONE,
        by_verb=Kind.VISIT,
    ),
    Word("доехал{past}|приезжал{past}|ездил{past}|выезжал{past}|выехал{past}", Mark.DONE, by_verb=Kind.VISIT),
    Word("посещен{part}|посещенн{adj}", Mark.DONE, by_verb=Kind.VISIT),
    Word("непосещен{part}|непосещенн{adj}", Mark.DONE | Mark.NOT, by_verb=Kind.VISIT),
    Word(
        "невыполнен{part}|невыполненн{adj}|неисполнен{part}|неисполненн{adj}|несделан{part}|незакрыт{adj}|несдан{part}",
        Mark.DONE | Mark.NOT,
    ),
    Word("участвовал{past}|присутствовал{past}|слушал{past}|подключился|подключил{past}|подключились", Mark.DONE),
    Word("был{past}|были|было|бывал{past}", Mark.WAS),
    Word(
        "исполнени{ie}|выполнени{ie}|реализаци{ia}|сдач{f}|размещени{ie}|разработк{f}|проведени{ie}|подготовк{f}",
        Mark.EXECUTION,
    ),
    Word("подтвердил{past}|подтвержден{part}|проверен{part}|проверил{past}|возвращен{part}", Mark.CONFIRMED),
    # what is to happen
    Word(
        "сделать|сдать|сдавать|делать|выполнить|исполнить|разместить|отправить|прислать|подготовить|провести|успеть",
        Mark.TODO,
    ),
    Word(
        "надо|нужно|нада|заняться|занимаемся|готовим|предстоит|предстоят|"
        "должн{past}|должны|должен|обязаны|требуется|делаем|сдаем",
        Mark.TODO,
    ),
    Word("остал{past}|осталось|остались|остается|остаются|висит|висят|горит|горят", Mark.LEFT),
    Word(
        "план{m}|планы|запланирован{part}|планируется|планируются|расписани{ie}|график{m}|повестк{f}|календар{soft}",
        Mark.PLAN,
    ),
    Word("намечен{part}|намечается|ожидается|ожидаются|предстоящ{adj}|по плану|идет|идут|будет|будут", Mark.PLAN),
    Word(
        "еду|поеду|едете|выезжаю|едет|поедет|едут|едем|поехать|приедет|приедут|выезжает|посещает|посещают",
        Mark.GOING,
        by_verb=Kind.VISIT,
    ),
    # what it is about
    Word("школ{f}|школу|школах|шнор|образовательн{adj} организаци{ia}|оо", Mark.SCHOOLS),
    Word(
        "мероприяти{ie}|задач{f}|задач|задачи|пункт{m}|дел|дела|делам|делах|задани{ie}|срочн{adj}",
        Mark.TASKS,
    ),
    Word("отчет{m}|отчетик{m}|отчетност{soft}|очет|атчет", Mark.REPORT),
    Word(
        "телефон{m}|телефончик{m}|номер телефона|тел|контакт{m}|контактн{adj}|почт{f}|почту|адрес почты|email",
        Mark.REACH,
    ),
    Word(
        "мобильн{adj}|сотов{adj}|координаты|номер|номера|номерок|"
        "связаться|связь|позвонить|дозвониться|набрать|написать",
        Mark.REACH,
    ),
    Word("напоминани{ie}|напоминалк{f}|уведомлени{ie}|оповещени{ie}|рассылк{f}", Mark.REMIND),
    Word(
        "включен{part}|включить|включи|отключить|отключи|выключить|выключи|изменить|поменять|"
        "настро{soft}|настроить|настройк{f}|придут|придет|приходят|приходит|приходить",
        Mark.CAN,
    ),
    Word("помощь|помоги|справк{f} по боту|хелп|help|команды|инструкци{ia}|подсказк{f}|меню", Mark.HELP),
    Word(
        "что умеет этот бот|что умеет|что я умею|что ты умеешь|что умеешь|что умеет бот|"
        "что ты можешь|что можешь|что я могу|что можно спросить",
        Mark.HELP,
    ),
    Word(
        "как пользоваться|как тобой пользоваться|как это работает|как работает бот|что спрашивать",
        Mark.HELP,
    ),
    Word("список|списком|перечень|перечислить", Mark.LIST),
    Word("нужна помощь|нужна помощ|помогите", Mark.PLEA),
    Word("в срок|вовремя", Mark.ON_TIME),
    # kinds
    Word("посещени{ie}|визит{m}|выезд{m}|поездк{f}", kind=Kind.VISIT),
    Word("вебинар{m}|вибинар{m}|вэбинар{m}|вкс|видеоконференци{ia}|онлайн-семинар{m}", kind=Kind.WEBINAR),
    Word("документ{m}|документаци{ia}|бумаг{f}", kind=Kind.DOCUMENT),
    Word("анкетировани{ie}|анкет{f}|анкету|опрос{m}|опросник{m}", kind=Kind.SURVEY),
    Word("мониторинг{m}", kind=Kind.MONITORING),
    Word("семинар{m}|совещани{ie}|кругл{adj} стол{m}|методически{adj} день", kind=Kind.EVENT),
    # topics of the programme
    Word("концепци{ia}|концептуальн{adj} документ{m}|концепци{ia} развити{ie}", topic="концепция"),
    Word("программ{f} развити{ie}|среднесрочн{adj} программ{f}", topic="программа развития"),
    Word("антирисков{adj} программ{f}|программ{f} антирисков{adj} мер", topic="антирисковая программа"),
    Word("рисков{adj} профил{soft}|рпш|профил{soft} риск{m}|профил{soft}", topic="рисковый профиль"),
    Word("дорожн{adj} карт{f}|дорожн{adj} карту", topic="дорожная карта"),
    Word("верификаци{ia}|верификаци{ia} риск{m}|верификаци{ia} рисков{adj} профил{soft}", topic="верификация"),
    Word("повышени{ie} квалификации|курс{m} повышения квалификации|курс{m}", topic="повышение квалификации"),
    Word("справк{f}|справку", topic="справка"),
    Word("договор{m}", topic="договор"),
    # who acts
    Word("директор{m}|директора|директоров|директору", executor=Executor.SCHOOL),
    Word("куратор{m}|кураторша", executor=Executor.CURATOR),
    Word("отвечает за|отвечают за|кто отвечает", Mark.REACH),
    Word("курирует|курируют", Mark.REACH, executor=Executor.CURATOR),
    Word("школьн{adj} координатор{m}", executor=Executor.SCHOOL_COORDINATOR),
    Word("координатор{m}|муниципальн{adj} координатор{m}", executor=Executor.MUNICIPAL_COORDINATOR),
    Word("региональн{adj} координатор{m}", executor=Executor.REGIONAL_COORDINATOR),
    Word("я|мы", Mark.SELF),
    # words that say nothing for the question
    Word("а|и|или|так|там|тут|это|этот|эту|ка|то|сейчас|пока|теперь|итого"),
    Word("в|во|на|по|с|со|к|ко|у|о|об|обо|от|до|из|за|для|про|при|ради|над|под"),
    Word(
        "мне|меня|нам|нас|наш{adj}|наши|нашем|нашего|вы|вас|ты|"
        "моя|мои|мой|мое|моих|ней|нее|ним|них|она|они|он|его|ее|их"
    ),
    Word("ли|все ли|все", Mark.WHETHER),
    Word("всем|всех|весь|вся|всего|кажд{adj}|какой-нибудь"),
    Word("есть|имеется|имеются|является|находится|стоит|данн{adj}|момент"),
    Word("пож|пжл|плиз|пжлст|плз|спасибо|заранее спасибо|здравствуйте|добр{adj} день|добр{adj} вечер|привет|коллеги"),
    Word("девочки|девочк{f}|девчат{f}|девчонки|друзья|народ|ребята|товарищи|дорог{adj}"),
    Word("котор{adj}|назови|назовите|перечисли|перечислите|ему|ей|именно|точно|тоже|также|если можно|будьте добры"),
    Word(
        "короче|слушай|слушайте|типа|опять|снова|до сих пор|район{m}|муниципалитет{m}|округ{m}|област{soft}|регион{m}"
    ),
    Word("спасибо за|благодарю за", Mark.THANKS),
    Word("сделай|сделайте|скажи|скажите|подскажи|подскажите|покажи|покажите|дай|дайте"),
    Word(
        "показать|вывести|открой|откройте|глянь|посмотри|посмотрите|проверь|уточни|уточните|"
        "ответь|давай|выведи|напиши мне|напишите|хочу|узнать|знать|глянуть|посмотреть"
    ),
    Word("можно|могу|интересует|интересно|вопрос|сообщи|сообщите|расскажи|сформируй|сформировать|составь"),
    Word("нужен|нужна|нужны|скинь|скиньте|пришли|пришлите|выгрузи|собери"),
    Word("срочно|быстро|ботик|бот|ботом|бота|нибудь|веха|уважаем{adj}|проект{m}|имени|им"),
)

PARTICLES = frozenset(("ну", "же", "бы", "вот", "вообще", "просто", "еще", "уже", "все-таки", "пожалуйста"))
"""Words that may stand anywhere, even inside a phrase, and change nothing."""

TRAPS: tuple[str, ...] = (
    # words one slip away from those above that mean something else: never taken for a typing error
    "посетит посетят посетить посети посетите посетим сдаст сдадут сделает сделают выполнит выполнят",
    "напомни напомните напомнить отчество отчим отмени отменить перенеси перенести удали удалить добавь добавить",
    "школьник школьники школьников школьник школьница школьный школьная погода зарплата каникулы столовая столовую",
    "учитель учителя учеников ученики дети детей кот кота дом дома мир часы план-график",
    "измени закрой закрыть отметь отметить подтверди верни",
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The table written out: phrases to words, the single forms for spelling, and the traps."""

    phrases: Mapping[tuple[str, ...], Word]
    forms: frozenset[str]
    traps: frozenset[str]
    longest: int


@cache
def lexicon() -> Lexicon:
    """Write the table out once; some thousands of forms."""
    phrases: dict[tuple[str, ...], Word] = {}
    for word in WORDS:
        for form in _forms(word.written):
            phrases.setdefault(form, word)
    forms = PARTICLES.union(*phrases)
    traps = frozenset(trap for row in TRAPS for trap in row.split())
    return Lexicon(MappingProxyType(phrases), forms, traps - forms, max(map(len, phrases)))


def _forms(written: str) -> list[tuple[str, ...]]:
    return [
        phrase
        for alternative in written.split("|")
        for phrase in product(*(spell_out(part) for part in alternative.split()))
    ]
