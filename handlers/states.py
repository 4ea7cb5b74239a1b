"""The steps at which a talk waits for words or a file."""

CONSENT = "start.consent"
"""An opened link waits for consent; data: token_hash."""

ATTACH = "documents.attach"
"""A file or a link for a task's slot is awaited; data: assignment_id."""

FILE = "documents.file"
"""A file came by itself and waits for a word on what it is; data: file_id, name, size, link."""

REMARK = "documents.remark"
"""Words for a return are awaited; data: document_id."""

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
