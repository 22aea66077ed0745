"""When a section or a question applies: its `when`, judged by the options that were ticked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from dag_check.forms.definition import FormDefinition, When
from dag_check.forms.phrases import clause

_NAMED = re.compile(r"choices\[['\"]([\w.-]+)['\"]\]")


def applies(
    when: When,
    form: FormDefinition,
    chosen: Collection[str],
    choices: Mapping[str, Collection[str]] | None = None,
) -> tuple[bool, str]:
    """Whether something of this form with this `when` applies, and why, in plain words.

    `when` is None (always), option ids of which one must be ticked, or a CEL expression over `chosen`, the list of ticked option
    ids, and `choices`, those of each question by its id.
    """
    if when is None:
        return True, "it always applies"
    if isinstance(when, str):
        from dag_check.expressions import evaluate

        holds = bool(
            evaluate(
                when,
                {"chosen": sorted(chosen), "choices": {key: sorted(ticked) for key, ticked in (choices or {}).items()}},
            )
        )
        return holds, f"it applies {'because' if holds else 'only if'} {clause(when, form)}"
    ticked = [option for option in when if option in chosen]
    if ticked:
        return True, f"{in_words(ticked, form, 'and')} {'is' if len(ticked) == 1 else 'are'} ticked"
    if len(when) == 1:
        return False, f"{in_words(when, form, 'or')} is not ticked"
    if len(when) == 2:
        return False, f"neither {in_words(when, form, 'nor')} is ticked"
    return False, f"none of {in_words(when, form, 'and')} is ticked"


def in_words(options: Sequence[str], form: FormDefinition, joiner: str) -> str:
    """Options as the form words them: '"Yes" or "Not yet"'."""
    labels = {option: label for question in form.questions for option, label in question.options.items()}
    return _quoted([labels.get(option, option) for option in options], joiner)


def questions_named(when: str) -> list[str]:
    """The ids of the questions at whose `choices` a condition looks."""
    return list(dict.fromkeys(_NAMED.findall(when)))


def _quoted(labels: list[str], joiner: str) -> str:
    quoted = [f'"{label}"' for label in labels]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joiner} {quoted[-1]}"
