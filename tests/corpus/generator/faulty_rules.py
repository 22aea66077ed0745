"""Submissions with faults that the rules on panels, data protection, people and dates find."""

from __future__ import annotations

from tests.corpus.generator.faulty_more import usual
from tests.corpus.generator.layouts import Layout
from tests.corpus.generator.submission import Submission


def data_protection_gaps() -> None:
    layout = Layout("paras", boxes="w14", guidance=False, unused="deleted", fields="lines")
    sub = Submission(
        "f60-data-protection-gaps",
        "remand",
        layout,
        "No lawful basis, no conditions for ethnicity and offences, an impact assessment that was forgotten, no e-mail address, nobody's accreditation for one person",
    )
    sub.plain_list("variables.xlsx")
    sub.uksa("UKSA self-assessment.xlsx")
    sub.letter("granted", "Ethics approval.pdf")
    sub.answer("gdpr.article6", "We comply with data protection law, and everyone in the team has been trained.")
    sub.expect("DPA001", question="gdpr.article6")
    sub.answer("gdpr.article9", "N/A - no special category data are requested.")
    sub.expect("DPA002", question="gdpr.article9")
    sub.answer("gdpr.article10", "Not applicable, because this is research and not law enforcement.")
    sub.expect("DPA003", question="gdpr.article10")
    sub.answer("gdpr.dpia", "")
    sub.expect("DPA004", question="gdpr.dpia")
    sub.project.fields["applicant.lead"] = {**sub.project.fields["applicant.lead"], "Email": "to follow"}
    sub.expect("PPL002", question="applicant.lead")
    sub.project.people[1][3] = "None"
    sub.expect("PPL001", question="applicant.people")
    sub.write()


def other_panels_forgotten() -> None:
    layout = Layout("twocol", boxes="glyph", guidance=True, unused="na_each", blank="dots")
    sub = Submission(
        "f61-other-panels-forgotten",
        "courts",
        layout,
        "Courts data through SAIL, no other panel thought of, and dates the wrong way round",
    )
    usual(sub)
    sub.answer("access.panels", "No other panel: everything we ask for is Data First.")
    sub.expect("PAN001", question="access.panels")
    sub.project.fields["project.dates"] = {"Start date": "1st of June 2029", "End date": "31 May 2029"}
    sub.expect("FRM008", question="project.dates")
    sub.write()


def outside_the_remit() -> None:
    layout = Layout("rows", boxes="w14", guidance=True, unused="deleted", numbers="auto")
    sub = Submission(
        "f62-outside-the-remit",
        "problemsolving",
        layout,
        "Only HMCTS data and fieldwork in the courts: nothing for the Data Access Group to decide on",
    )
    sub.project.variables = [one for one in sub.project.variables if "PNC" not in one.dataset]
    usual(sub)
    sub.project.ticked["access.data"] = ["hmcts", "hmcts_primary"]
    sub.answer("access.datasets", "HMCTS Common Platform case management extract")
    sub.expect("PAN002", question="access.data")
    sub.write()


ALL = [data_protection_gaps, other_panels_forgotten, outside_the_remit]
