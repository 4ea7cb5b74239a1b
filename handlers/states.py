"""The steps at which a talk waits for words or a file."""

CONSENT = "start.consent"
"""An opened link waits for consent; data: token_hash."""

ATTACH = "documents.attach"
"""A file or a link for a task's slot is awaited; data: assignment_id."""

FILE = "documents.file"
"""Files came by themselves and wait for a word on what they are; data: file_id, name, size, files."""

REMARK = "judging.remark"
"""Words for a return are awaited; data: document_id."""

WORDS = "judging.words"
"""Words to be put beside a return are awaited; data: document_id."""

LIFT = "judging.lift"
"""The note on why a confirmation is lifted is awaited; data: document_id."""

REASON = "reasons.words"
"""Words of a reason are awaited; data: territory_id, reason_id, remark: of the one they replace, None for one more."""

VISIT_DAY = "visits.day"
"""The day of a visit is awaited; data: assignment_id, origin."""

YEAR = "roadmaps.year"
"""A road map without a year waits for one; data: file_id, name."""

ROW_WORDS = "rows.words"
"""Words for a field of a draft's row are awaited; data: draft_id, row, field, doubts, number, readings."""

WEBINAR_WHEN = "webinars.when"
"""The day and the hour of a new webinar are awaited."""

WEBINAR_WHAT = "webinars.what"
"""Its title and link are awaited; data: starts_at, zone."""

WEBINAR_WHO = "webinars.who"
"""Its roles are being chosen by buttons; data: starts_at, zone, title, link, roles."""

WHICH_SCHOOL = "asking.which_school"
"""A question fits several schools and waits for the choice of one; data: text, asked_id."""

SHEET = "sheets.corrected"
"""A corrected table waits for «Принять»; data: draft_id, sheet, decisions, count."""

ABSENCE_DAYS = "absences.days"
"""The days on which somebody will be away are awaited; data: person_id."""

ABSENCE_WHO = "absences.who"
"""A substitute is being chosen by a button; data: person_id, since, until, order_number."""

ABSENCE_END = "absences.end"
"""The last day of an absence is awaited; data: absence_id."""

VISIT_FILES = "visits.files"
"""Photos or the reference of a visit are awaited; data: assignment_id, reference, until, album, answer_id."""

VISIT_NOTE = "visits.note"
"""A note about a visit is awaited; data: assignment_id."""

STEP_WORDS = "steps.words"
"""The words of a next step are awaited; data: assignment_id."""

STEP_DAY = "steps.day"
"""The day of a next step is awaited; data: assignment_id, text."""

RISK = "care.risk"
"""A school's risk in words is awaited; data: school_id, page."""

HELP_ANSWER = "helping.answer"
"""The answer to a request for help is awaited; data: help_id."""

NOT_HELD = "notheld.reason"
"""The reason for which a task is not held is awaited; data: assignment_id."""

DONE_DAY = "late.day"
"""The day on which a task was done is awaited; data: assignment_id."""

CORRECTED_DAY = "corrections.day"
"""The true day of a mark that stands is awaited; data: assignment_id."""

CORRECTION = "corrections.note"
"""The note with which a mark is changed is awaited; data: assignment_id, correction, on."""

WHICH_TASK = "asking.which_task"
"""A status in words fits several tasks and waits for the choice of one; data: text, asked_id."""

TYPED = frozenset(
    {
        REMARK,
        WORDS,
        LIFT,
        REASON,
        VISIT_DAY,
        ROW_WORDS,
        WEBINAR_WHEN,
        WEBINAR_WHAT,
        ABSENCE_DAYS,
        ABSENCE_END,
        VISIT_NOTE,
        STEP_WORDS,
        STEP_DAY,
        RISK,
        HELP_ANSWER,
        NOT_HELD,
        DONE_DAY,
        CORRECTED_DAY,
        CORRECTION,
    }
)
"""Steps that take any words for an answer: a command leaves them, lest what is written later be taken for one."""
