"""The few house rules that reading does not keep."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
APPS = ("people", "articles", "newsroom")
# Rooms that take and give plain values.
PURE = (
    "articles/review/proof_marks.py",
    "articles/review/recorded_state.py",
    "articles/review/redline.py",
    "articles/review/same_rows.py",
    "articles/review/workflow.py",
    "articles/weeks.py",
    "articles/bylines.py",
    "articles/text.py",
    "articles/signed.py",
    "articles/page_order.py",
    "articles/passages.py",
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


def writes(tree: ast.AST, name: str) -> bool:
    """Whether a file assigns to that attribute or passes it by name to something that writes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Attribute) and target.attr == name for target in targets):
                return True
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            by_name = any(keyword.arg == name for keyword in node.keywords)
            if by_name and called in ("update", "create", "get_or_create", "update_or_create", "Article"):
                return True
            if called == "setattr" and any(isinstance(a, ast.Constant) and a.value == name for a in node.args):
                return True
    return False


def reaches(file: str, module: str) -> list[str]:
    return sorted(name for name in imports(read(file), file) if f"{name}.".startswith(f"{module}."))


# Imports fall one way


@pytest.mark.parametrize(
    ("package", "stranger"), [("people", "articles"), ("people", "newsroom"), ("articles", "newsroom")]
)
def test_imports_fall_one_way(package, stranger):
    assert {file: found for file in files_in(package) if (found := reaches(file, stranger))} == {}


@pytest.mark.parametrize("file", list(files_in(*PURE)))
def test_pure_rooms_know_no_model(file):
    names = imports(read(file), file)

    assert not [name for name in names if ".models." in f"{name}." and not name.startswith("django.")]
    assert not [name for name in names if name.startswith("django.contrib") or name.endswith("get_model")]


def test_only_admin_imports_admin():
    outside = [file for file in files_in("people", "articles") if "admin" not in file]

    assert {file: found for file in outside for app in APPS if (found := reaches(file, f"{app}.admin"))} == {}


# Only the verbs write the record


@pytest.mark.parametrize("name", ["state", "published_at", "signed_revision"])
def test_only_the_verbs_write_the_record_of_a_story(name):
    assert [file for file in files_in(*APPS) if writes(read(file), name)] == [
        file for file in ["articles/models/reviewed.py"] if writes(read(file), name)
    ]


def test_only_the_demo_and_the_archive_replay_recorded_moments():
    users = [file for file in files_in(*APPS) if "replaying" in (ROOT / file).read_text()]

    assert [file for file in users if file != "articles/review/clock.py" and not file.startswith(REPLAYING)] == []


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
    "articles/filing.py",
    "articles/registers.py",
    "articles/text.py",
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
    "inside a function": ("def f():\n    from articles import text", "people/x.py", {"articles.text"}),
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
        ("story.state == 'signed'", False),
        ("stories.filter(state='signed')", False),
        ("state = 'signed'", False),
    ],
)
def test_writing_is_told_from_reading(source, is_written):
    assert writes(ast.parse(source), "state") is is_written


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
