"""What a browser sends when somebody changes a few fields of an open form and presses a button."""

from datetime import date

from django.forms import ModelMultipleChoiceField
from django.urls import reverse


def story_page(client, story=None):
    """The story's form as it is opened; without a story, the empty one."""
    return client.get(address(story))


def address(story=None) -> str:
    if story is None:
        return reverse("admin:articles_article_add")
    return reverse("admin:articles_article_change", args=[story.pk])


def step_address(story, verb: str) -> str:
    return reverse("admin:articles_article_step", args=[story.pk, verb])


def filled(page, rows: dict[str, list[dict]] | None = None, **fields) -> dict:
    """All that stands in the form, with these fields changed and these rows added after those that are there."""
    sent = _values(page.context["adminform"].form)
    for inline in page.context["inline_admin_formsets"]:
        formset = inline.formset
        sent |= _values(formset.management_form)
        known = formset.initial_forms
        for form in known:
            sent |= _values(form)
        added = (rows or {}).get(formset.prefix, [])
        for number, row in enumerate(added, start=len(known)):
            sent |= {f"{formset.prefix}-{number}-{name}": _sent(value) for name, value in row.items()}
        sent[f"{formset.prefix}-TOTAL_FORMS"] = len(known) + len(added)
    return sent | {name: _sent(value) for name, value in fields.items()}


def _values(form) -> dict:
    values = {field.html_name: _sent(field.field.prepare_value(field.value())) for field in form}
    several = {field.html_name for field in form if isinstance(field.field, ModelMultipleChoiceField)}
    carrying = [field for field in form if field.field.show_hidden_initial]
    opened = {field.html_initial_name: values[field.html_name] for field in carrying}
    # A form that was refused carries on what it was sent, or what it says to have been stored meanwhile.
    values |= {name: form.data.get(name, value or "") for name, value in opened.items()}
    return {name: value for name, value in values.items() if value is not None and (value or name not in several)}


def _sent(value):
    if value is None:
        return ""
    if value is False:
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_sent(part) for part in value]
    return getattr(value, "pk", value)
