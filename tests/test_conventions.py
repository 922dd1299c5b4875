"""The few house rules that reading does not keep."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Issue

ROOT = Path(__file__).resolve().parent.parent
APPS = ("adminkit", "people", "articles", "newsroom")
# Rooms that take and give plain values.
PURE = (
    "articles/review/redline_view.py",
    "articles/review/replay.py",
    "articles/review/redline.py",
    "articles/review/row_matching.py",
    "articles/review/workflow.py",
    "articles/values",
    "articles/review/signed_content.py",
    "articles/importing/passages.py",
    "articles/pictures",
    "articles/reading",
    "people/names.py",
)
# Only these lay recorded moments down again.
REPLAYING = ("newsroom/demo/", "newsroom/demo.py", "newsroom/archive", "newsroom/management/commands/")


def files_in(*places: str) -> Iterator[str]:
    for place in places:
        path = ROOT / place
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            if "migrations" not in file.parts:
                yield file.relative_to(ROOT).as_posix()


def read(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text())


def imports(tree: ast.AST, file: str) -> set[str]:
    """Every name that a file imports, spelled from the root: articles.models.Article."""
    package = file.removesuffix(".py").split("/")[:-1]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            found |= {f"{source}.{alias.name}" for alias in node.names}
    return found


WRITING = {
    "update",
    "create",
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "save",
    "Article",
    "_write",
}
SQL = re.compile(r"\b(update|insert\s+into|replace\s+into)\s+\W*articles_article\b", re.IGNORECASE)


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def has_key(tree: ast.AST, name: str) -> bool:
    """Whether a dictionary with that key is written down in it, or made with dict()."""
    return any(
        any(isinstance(key, ast.Constant) and key.value == name for key in node.keys)
        if isinstance(node, ast.Dict)
        else isinstance(node, ast.Call) and called(node) == "dict" and any(k.arg == name for k in node.keywords)
        for node in ast.walk(tree)
    )


def writes(tree: ast.AST, name: str) -> bool:
    """Whether a file writes that column of a story: as an attribute, by name or in a dictionary to something that
    writes, as one of the columns to be saved, or with SQL of its own."""
    passes_dictionaries = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Attribute) and t.attr == name for target in targets for t in ast.walk(target)):
                return True
        elif isinstance(node, ast.Call):
            if called(node) in WRITING:
                passes_dictionaries |= any(keyword.arg is None for keyword in node.keywords)
                said = [*node.args, *(keyword.value for keyword in node.keywords)]
                if any(keyword.arg == name for keyword in node.keywords) or any(has_key(part, name) for part in said):
                    return True
                columns = [keyword.value for keyword in node.keywords if keyword.arg in ("update_fields", "fields")]
                columns += node.args[1:] if called(node) == "bulk_update" else []
                if any(isinstance(n, ast.Constant) and n.value == name for part in columns for n in ast.walk(part)):
                    return True
            constants = {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
            if called(node) in ("setattr", "__setattr__") and name in constants:
                return True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            return True
    return passes_dictionaries and has_key(tree, name)


def writers_of(name: str, trees: dict[str, ast.Module]) -> list[str]:
    return [file for file, tree in trees.items() if writes(tree, name)]


def reaches(tree: ast.AST, file: str, module: str) -> list[str]:
    return sorted(name for name in imports(tree, file) if f"{name}.".startswith(f"{module}."))


def models_known(tree: ast.AST, file: str) -> list[str]:
    """What a room of plain values must not import."""
    names = imports(tree, file)
    models = [name for name in names if ".models." in f"{name}." and not name.startswith("django.")]
    return models + [name for name in names if name.startswith("django.contrib") or name.endswith("get_model")]


def may_replay(file: str) -> bool:
    return file == "articles/review/clock.py" or file.startswith(REPLAYING)


def replays(source: str) -> bool:
    return "replaying" in source


# Imports fall one way


@pytest.mark.parametrize(
    ("package", "stranger"),
    [
        ("adminkit", "articles"),
        ("adminkit", "newsroom"),
        ("people", "articles"),
        ("people", "newsroom"),
        ("articles", "newsroom"),
    ],
)
def test_imports_fall_one_way(package, stranger):
    assert {file: found for file in files_in(package) if (found := reaches(read(file), file, stranger))} == {}


def strangers_in_adminkit(tree: ast.AST, file: str) -> list[str]:
    """What it imports besides Django, the package whose admin it closes, and Python's own modules."""
    known = {"adminkit", "django", "simple_history", *sys.stdlib_module_names}
    return sorted(name for name in imports(tree, file) if name.split(".")[0] not in known)


def test_adminkit_knows_django_alone():
    assert {file: found for file in files_in("adminkit") if (found := strangers_in_adminkit(read(file), file))} == {}


def test_a_stranger_in_adminkit_is_found():
    assert strangers_in_adminkit(ast.parse("from people.models import User"), "adminkit/x.py") == ["people.models.User"]


@pytest.mark.parametrize("file", list(files_in(*PURE)))
def test_pure_rooms_know_no_model(file):
    assert models_known(read(file), file) == []


def test_only_admin_imports_admin():
    outside = [file for file in files_in("people", "articles") if "admin" not in file]

    assert {
        file: found for file in outside for app in APPS if (found := reaches(read(file), file, f"{app}.admin"))
    } == {}


# Only the verbs write the record


@pytest.mark.parametrize("name", ["state", "published_at", "signed_revision"])
def test_only_the_verbs_write_the_record_of_a_story(name):
    assert writers_of(name, {file: read(file) for file in files_in(*APPS)}) == ["articles/models/reviewed.py"]


def test_only_the_demo_and_the_archive_replay_recorded_moments():
    users = [file for file in files_in(*APPS) if replays((ROOT / file).read_text())]

    assert "articles/review/clock.py" in users
    assert [file for file in users if not may_replay(file)] == []


# PostgreSQL looks at the page of a story again when the story is written, and would wait for who has locked its key.


def key_locks(tree: ast.AST) -> int:
    return sum(
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "select_for_update"
        and not any(argument.arg == "no_key" for argument in node.keywords)
        for node in ast.walk(tree)
    )


def test_rows_are_locked_without_their_keys():
    assert {file: found for file in files_in(*APPS) if (found := key_locks(read(file)))} == {}


# Migrations


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Words shown to people are translated, so none of them is written in Chinese


def texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string but docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def translated(tree: ast.AST) -> set[int]:
    """Source strings of gettext: help texts and labels may quote the trade's Chinese words in them."""
    functions = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy"}
    return {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in functions
        for inner in ast.walk(node)
    }


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


# What reads printed text knows its words; the demo is Chinese text itself.
KNOW_CHINESE = (
    "articles/reading/",
    "articles/proofing/",
    "articles/importing/drafts.py",
    "articles/importing/registers.py",
    "articles/values/body_text.py",
    "newsroom/demo",
    "newsroom/management/commands/load_demo",
)


def chinese_words(tree: ast.AST) -> list[str]:
    fine = translated(tree)
    return [node.value for node in texts(tree) if is_chinese(node.value) and id(node) not in fine]


def test_words_for_people_are_not_written_in_chinese():
    files = [file for file in files_in(*APPS) if not file.startswith(KNOW_CHINESE)]

    assert {file: words for file in files if (words := chinese_words(read(file)))} == {}


# A label and what it names are one sentence: a colon has a space behind it in English, and none in Chinese.

SENTENCE = re.compile(r"\{#.*?#\}|\{% blocktrans.*?endblocktrans\w* %\}", re.DOTALL)
LABEL_APART = re.compile(r"""[:：]["'] (?:context "[^"]*" )?%\} |[%}]\}: |：""")


def labels_apart(template: str) -> list[str]:
    return LABEL_APART.findall(SENTENCE.sub("", template))


def test_no_template_puts_its_own_colon_between_a_label_and_what_it_names():
    templates = [path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html")]

    assert {path.name: found for path in templates if (found := labels_apart(path.read_text()))} == {}


# The rules themselves find what they should

CODE = {
    "imports": ("from ..models import Article", "articles/review/x.py", {"articles.models.Article"}),
    "package": ("from . import gate", "articles/pictures/x.py", {"articles.pictures.gate"}),
    "module": ("import newsroom.models", "people/x.py", {"newsroom.models"}),
    "inside a function": (
        "def f():\n    from articles.values import body_text",
        "people/x.py",
        {"articles.values.body_text"},
    ),
}


@pytest.mark.parametrize("name", CODE)
def test_imports_are_found(name):
    source, file, found = CODE[name]

    assert imports(ast.parse(source), file) == found


@pytest.mark.parametrize(
    ("source", "is_written"),
    [
        ("story.state = 'signed'", True),
        ("stories.update(state='signed')", True),
        ("Article.objects.create(state='signed')", True),
        ("Article(state='signed')", True),
        ("setattr(story, 'state', 'signed')", True),
        ("story.state, story.round = 'signed', 2", True),
        ("stories.update(**{'state': 'signed'})", True),
        ("stories.update(**record)\n\ndef f():\n    return {'state': 'signed'}", True),
        ("story._write(state='signed')", True),
        ("story._write(**dict(state='signed'))", True),
        ("Article.objects.update_or_create(pk=1, defaults={'state': 'signed'})", True),
        ("Article.objects.bulk_update(stories, ['state'])", True),
        ("Article.objects.bulk_update(stories, fields=['state'])", True),
        ("Article.objects.bulk_create([Article(state='signed')])", True),
        ("story.save(update_fields=['state'])", True),
        ("cursor.execute('UPDATE articles_article SET x = 1')", True),
        ("cursor.execute(f'update \"articles_article\" set {what}')", True),
        ("story.state == 'signed'", False),
        ("shown = {'state': story.state}", False),
        ("cursor.execute('SELECT state FROM articles_article')", False),
        ("stories.filter(state='signed')", False),
        ("state = 'signed'", False),
    ],
)
def test_writing_is_told_from_reading(source, is_written):
    assert writes(ast.parse(source), "state") is is_written


# For each rule, what it must not let pass


def test_a_second_writer_of_the_record_is_found():
    planted = {"articles/importing/drafts.py": ast.parse("stories.update(**{'state': 'signed'})")}

    assert writers_of("state", {file: read(file) for file in files_in("articles/models")} | planted) == [
        "articles/models/reviewed.py",
        "articles/importing/drafts.py",
    ]


@pytest.mark.parametrize(
    ("source", "file", "stranger"),
    [
        ("from articles.models import Article", "people/x.py", "articles"),
        ("def f():\n    import newsroom.roundup", "articles/x.py", "newsroom"),
        ("from articles import admin", "articles/models/x.py", "articles.admin"),
        ("from ..admin.rows import may_edit", "articles/models/x.py", "articles.admin"),
    ],
)
def test_an_import_against_the_fall_is_found(source, file, stranger):
    assert reaches(ast.parse(source), file, stranger)


@pytest.mark.parametrize(
    "source",
    [
        "from .models import Article",
        "from ..models.issue import Issue",
        "from django.contrib.auth import get_user_model",
        "from django.apps.apps import get_model",
    ],
)
def test_a_model_in_a_pure_room_is_found(source):
    assert models_known(ast.parse(source), "articles/reading/x.py")


def test_every_pure_room_is_there():
    assert {place for place in PURE if not list(files_in(place)) or not (ROOT / place).exists()} == set()


def test_a_second_place_that_replays_moments_is_found():
    assert replays("with clock.replaying(moment): pass")
    assert not may_replay("articles/admin/steps.py")


def test_a_lock_of_a_key_is_found():
    assert key_locks(ast.parse("stories.select_for_update(skip_locked=True)")) == 1


@pytest.mark.django_db
def test_a_missing_migration_is_found(monkeypatch):
    monkeypatch.setattr(Issue._meta.get_field("week"), "max_length", 9)

    with pytest.raises(SystemExit):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_chinese_words_are_told_from_quotations():
    tree = ast.parse('"""说明"""\nlabel = _("Brief (消息)")\nshown = "消息"\n')

    assert chinese_words(tree) == ["消息"]


@pytest.mark.parametrize(
    "template",
    [
        '{% translate "Source:" %} <a>{{ title }}</a>',
        '{% translate "alt text" %}: {{ words }}',
        "{{ field }}: {{ words }}",
        "{{ role }}：{{ name }}",
    ],
)
def test_a_label_apart_from_what_it_names_is_found(template):
    assert labels_apart(template)
    assert not labels_apart(f"{{# {template} #}}{{% blocktranslate %}}{template}{{% endblocktranslate %}}")
