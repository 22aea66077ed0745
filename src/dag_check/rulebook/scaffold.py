"""Starts a rule of one's own: a commented file that runs as it stands, to be changed by somebody who does not program."""

from __future__ import annotations

import re
from pathlib import Path

from dag_check.errors import UsageError
from dag_check.rulebook.loading import load_rulebook, read_rule, rule_files

_HEAD = """\
# Your rulebook: it adds to the built-in rules and changes them. `dag-check schema rulebook` prints all that may stand here.
name: our rules
version: "1"
extends: dag             # "none" starts without the built-in rules

# Rules that you do not want: codes, or whole families.
# off: [LNG002, PAN]

# Rules that weigh more or less with you, and why (the reason is shown by `dag-check rules show CODE`).
# severity:
#   SUB004: {to: error, reason: "The panel does not take forms with tracked changes."}

# Settings of built-in rules; `dag-check rules show CODE` lists those of a rule.
# options:
#   SUB005: {share: 0.9}

# Whether a dag-check-waivers.yaml that comes with a submission counts (it is the applicant's own word).
# submission_waivers: false
"""

_RULE = """\
# A rule of your own. What stands behind a "#" explains; change the rest. `dag-check schema rule` prints all that may stand here.

code: {code}             # three letters and three digits, never used for anything else
name: {name}
title: The application names a supervisor   # what holds where all is well
severity: warning        # error: you would send it back. warning: somebody would ask. info: advice

# When the rule applies, and what is said where it does not. Leave both out for a rule that always applies.
applies_when: has_form
not_applicable: There is no application form.

# What must hold: an expression in CEL (https://cel.dev). It may use
#   has_form, has_list, has_files    true or false
#   answers.ROLE       the answer to a question, "" where it is blank: answers.summary.contains("pilot")
#   choices.ROLE       the options ticked at a question: "new" in choices.status
#   chosen             the ids of all ticked options: "data_first_courts" in chosen
#   counts.NAME        files, lists, variables, requested, ethics_letters, self_assessments, unread_files, ari_passages
#   kinds              of the files: "dpia" in kinds
# The roles of the form's questions: {roles}
# In place of `require`, `check: NAME` with `options:` uses one of the checks of built-in rules, or of a package of your own.
require: size(answers.supervisor) > 3
at: supervisor           # the role of the question to point at; leave it out for the submission as a whole

# What is said, and what to do. {{question}} is the question's number, {{label}} its words, {{quote}} what was answered.
message: 'Question {{question}} names no supervisor (it says "{{quote}}").'
advice: Name the supervisor, with an email address.

# Rules that speak first where both find something at the same place: blanks are FRM001's and FRM002's, stand-ins (TBC) are FRM003's.
gives_way_to: [FRM001, FRM002, FRM003]

# Who asks for it, and where they say so.
source:
  document: Our handbook for applicants
  says: Students apply together with their supervisor.
  mark: unverified       # verified, once you have looked it up

docs:
  checks: That the question about a supervisor is answered with more than a word.
  why: We write to the supervisor when a student cannot be reached.
  fix: Name the supervisor.
  limits:
    - It does not know who is a student.

# Small applications, and what the rule must come to on each. `change` is laid over a complete application (rules/cases/complete.yaml).
# `expect`: pass, problem, not_applicable or cannot_tell. `findings`: where. `says`: words that the message must hold.
cases:
  - name: a supervisor is named
    change: {{answers: {{supervisor: "Dr Ada Byron, a.byron@example.ac.uk"}}}}
    expect: pass
  - name: not applicable, it says
    change: {{answers: {{supervisor: "N/A"}}}}
    expect: problem
    findings: [applicant.supervisor]
    says: names no supervisor
  - name: a blank is FRM002's
    change: {{answers: {{supervisor: ""}}}}
    expect: pass
  - name: there is no form
    base: empty
    expect: not_applicable
"""


def rule_text(code: str, name: str) -> str:
    """The text of a new rule's file. It is a whole rule, with cases that come out as they say."""
    from dag_check.forms.library import builtin_form

    roles = list(dict.fromkeys(question.role for question in builtin_form().questions if question.role))
    return _RULE.format(code=code, name=name, roles=_wrapped(", ".join(roles)))


def start_rule(code: str, folder: Path, name: str | None = None) -> list[Path]:
    """Writes a new rule into a folder, and a rulebook.yaml where there is none. Gives the files written.

    Raises UsageError for a code or name that is not one, that is taken, or where a file stands already.
    """
    code = code.strip().upper()
    name = name or f"{code.lower()}-not-met"
    if not re.fullmatch(r"[A-Z]{3}[0-9]{3}", code):
        raise UsageError(f"{code!r} is not a code. A code is three letters and three digits, such as ORG001.")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise UsageError(
            f"{name!r} is not a name. A name is small letters and digits with dashes: supervisor-not-named."
        )
    built_in = load_rulebook()
    if code in built_in.files:
        raise UsageError(f"{code} is a built-in rule ({built_in.files[code].stem}). Choose letters of your own.")
    if any(rule.name == name for rule in built_in.rules):
        raise UsageError(f"A built-in rule is called {name!r}. Choose another name.")
    if folder.is_file():
        raise UsageError(f"'{folder}' is a file. Name a folder.")
    taken = next((path for path in rule_files(folder) if _code_in(path) == code), None) if folder.is_dir() else None
    if taken is not None:
        raise UsageError(f"{code} is taken: {taken}.")
    path = folder / f"{code}-{name}.yaml"
    head = folder / "rulebook.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [path]
        if not head.exists():
            head.write_text(_HEAD, encoding="utf-8", newline="\n")
            written.insert(0, head)
        path.write_text(rule_text(code, name), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"Nothing can be written to '{folder}' ({error.strerror or error}).") from error
    read_rule(path)
    return written


def _code_in(path: Path) -> str:
    found = re.search(r"(?m)^code:\s*['\"]?([A-Za-z]{3}[0-9]{3})", path.read_text(encoding="utf-8", errors="replace"))
    return found.group(1).upper() if found else ""


def _wrapped(text: str, width: int = 125) -> str:
    """Names over several comment lines."""
    import textwrap

    first, *rest = textwrap.wrap(text, width - 36)
    lines = [first, *textwrap.wrap(" ".join(rest), width - 6)]
    return "\n#     ".join(lines)
