"""Which tables each role may write through the admin: by hand, from the rules of review and not from the code.

What rows of them, and in which state of a story, is for the matrix of verbs (tests/articles/review/matrix).
"""

# Nobody's text: who is signed in, wrong passwords, the admin's own log.
ALWAYS = {
    *((table, action) for table in ("django_session", "django_admin_log") for action in ("add", "change", "delete")),
    ("articles_notice", "change"),  # read
    ("axes_accesslog", "change"),  # signed out
}
SIGNING_IN = {(f"axes_{kind}", action) for kind in ("accessattempt", "accesslog") for action in ("add", "change")}


def every(*tables: str) -> set[tuple[str, str]]:
    return {(table, action) for table in tables for action in ("add", "change", "delete")}


def register(app: str, *models: str) -> set[tuple[str, str]]:
    """With its history, to which rows are only added."""
    return every(*(f"{app}_{model}" for model in models)) | {(f"{app}_historical{model}", "add") for model in models}


PARTS = every(
    "articles_credit",
    "articles_attendance",
    "articles_placement",
    "articles_topicassignment",
    "articles_flaground",
    "articles_flag",
    "articles_correction",
    "articles_article_townships",
    "articles_article_villages",
    "articles_article_authors",
)
RECORDS = {
    ("articles_revision", "add"),
    ("articles_review", "add"),
    ("articles_notice", "add"),
}
# Names that a page holds and no register does wait for an editor.
PROPOSED = {
    (f"people_{kind}{model}", "add")
    for model in ("official", "reporter", "township", "village")
    for kind in ("", "historical")
}
WRITING = (
    every("articles_article")
    | PARTS
    | RECORDS
    | PROPOSED
    | register("articles", "photo")
    | {("articles_meeting", "add"), ("articles_historicalmeeting", "add")}
    | {("articles_importedpage", "add"), ("articles_importedpicture", "add")}
    | {("articles_issue", "add")}  # a first story opens the page of its week
)
EDITING = (
    WRITING
    | every("articles_issue", "articles_pagecredit", "articles_searchentry")
    | register("people", "township", "village", "body", "official", "appointment", "reporter")
    | register("articles", "topic", "meeting")
    | {("articles_importedpage", "change")}
)
NEWSROOM = {("newsroom_newsroom", "add"), ("newsroom_newsroom", "change")}
# Whoever gives out accounts and rights leaves a record, and those concerned are told.
TOLD = {("articles_safeguardrecord", "add"), ("articles_notice", "add"), ("articles_outboxtask", "add")}
ACCOUNTS = (
    TOLD
    | every("people_user_groups")
    | {
        ("people_user", "add"),
        ("people_user", "change"),
        ("axes_accessattempt", "delete"),
    }
)

MAY = {
    "nobody": SIGNING_IN,
    "no staff": SIGNING_IN,
    "no role": SIGNING_IN,
    "reporter": WRITING,
    "proofreader": set(),
    "first_reviewer": EDITING,
    "second_reviewer": EDITING,
    "chief_editor": EDITING | NEWSROOM | {("articles_issuerecord", "add")},
    "newsroom_administrator": NEWSROOM | ACCOUNTS | register("people", "reporter"),
    # Runs the machine; signs nothing by that, and leaves records alone.
    "superuser": EDITING | NEWSROOM | ACCOUNTS,
}
