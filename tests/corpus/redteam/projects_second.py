"""A fifth invented project, and the rows of its list, for the second batch."""

from __future__ import annotations

from tests.corpus.redteam.projects import Answers, Row

LONG = " ".join(
    f"In stage {at} we take the sentences that began in quarter {at} of the period, describe them by the risk bands that were"
    f" recorded before the order began, and carry the estimates forward to stage {at + 1} with their uncertainty."
    for at in range(1, 20)
)
SUPERVISION: Answers = {
    "access.data": ["data_first_hmpps"],
    "access.datasets": "Data First probation\nData First offender assessment (OASys)\nCross-justice system linking dataset",
    "access.route": ["ons_srs"],
    "access.status": ["new"],
    "access.reference": "N/A – new.",
    "access.panels": "Research Accreditation Panel: to be asked in January 2027, once DAG has given its view. DAP: asked on 19 November 2026"
    " because of the linking dataset; no answer yet. Neither the NRC nor DfE holds anything that we need.",
    "applicant.lead": {
        "Name": "Dr Hüseyin Ødegård-Pryce",
        "Job title": "Research Fellow",
        "Organisation": "Institute for Penal Studies (a charity)",
        "Address": "12 Cooper Row, Leeds LS1 4AP",
        "Email": "huseyin@penalstudies.example.org",
        "Telephone": "0113 000 7788",
    },
    "applicant.people": [
        ["Dr Hüseyin Ødegård-Pryce", "Institute for Penal Studies", "Lead; analysis", "ONS AR 24100"],
        ["Thandiwe M. Nkosi", "Institute for Penal Studies", "Data manager", "ONS AR 24101"],
        [
            "Prof Caoimhe Ní Bhriain",
            "University of York",
            "Advice on methods; sees the data in the SRS",
            "Accredited (no. 10922)",
        ],
    ],
    "applicant.supervisor": "N/A",
    "applicant.funding": "N/A – the Institute pays for the work from its reserves and there is no outside funder.",
    "applicant.conflicts": "Nothing to declare",
    "project.title": "Who supervises whom? Changes of probation practitioner and breach",
    "project.dates": {"Start date": "01.04.2027", "End date": "30.09.2028"},
    "project.summary": "A person on probation has a practitioner who sees them. Practitioners leave, and people are passed on. We ask whether a"
    " change of practitioner is followed by breaches. We use records without names and compare weeks before and after a change.",
    "project.aims": "We want to know (a) how often practitioners change, (b) whether breach is more likely in the twelve weeks after a change,"
    " and (c) for which risk band this matters most.",
    "project.ari": "The department's 2025 statement of its Areas of Research Interest asks how probation can reduce reoffending and protect the public. If"
    " part (b) finds more breaches after a change, the Probation Service can weigh this when it plans caseloads; part (c) says for whom.",
    "project.benefit": "MoJ: better caseload planning. Public: fewer breaches and fewer recalls. No commercial gain.",
    "project.methods": "3.7.1 Sample\nWe take all orders that began between 2015 and 2019.\n3.7.2 Model\nA self-controlled case series compares each person's"
    f" weeks after a change with that person's other weeks. {LONG}\n3.7.3 What answers what\n(a) uses the change dates, (b) the breach dates, (c) the OASys bands.",
    "project.existing": "> “We know next to nothing about continuity of supervision.” – Inspectorate report, 2021\nNothing published gives change and breach for one person.",
    "project.outputs": "Working paper, 12/2027. Practitioner briefing, 03/2028. Article, 09/2028. Audiences: HMPPS, practitioners, academics.",
    "project.ethics_route": ["approval"],
    "project.ethics": "York Social Policy Ethics Committee; our ref. is SPEC/2026/77; 14 September 2026",
    "project.risks": "People could feel watched; practitioners could be blamed. We publish nothing by office or by practitioner.",
    "gdpr.article6": "Legitimate interests, Article 6(1)(f); the balancing test is in the DPIA.",
    "gdpr.article9": "Not applicable, because none of the variables is special category: no ethnicity, religion, health or sexuality is asked for.",
    "gdpr.article10": "DPA 2018 s.10(5) and Sch. 1 para. 4",
    "gdpr.controller": "Institute for Penal Studies, ZA123987 (controller). ONS, Z9000003 (processor).",
    "gdpr.dpia": ["Yes"],
    "safe_data.period": "2015-2019",
    "safe_data.population": "Adults on community orders, E&W",
    "safe_data.variables": "{list}",
    "safe_data.minimisation": "We looked at each of the 140 fields and kept 10. Weeks, not days, of contact are enough. Bands, not scores, of risk are enough.",
    "safe_data.disclosure": "By ONS's output checkers and by our own rule of ten.",
    "linking.intended": ["Yes"],
    "linking.datasets": "Probation to OASys. Both are MoJ's, and permission is asked for here.",
    "linking.method": "MoJ's own estimated_offender_id from the linking dataset; ONS does the join.",
    "moj_data.contact": "n/a",
    "moj_data.extract": "Orders starting 2015 to 2019; tables: supervision, breach, assessment. A row is an order, a breach, an assessment.",
    "ons_srs.project": "None yet; panel application planned for 11 January 2027",
    "ons_srs.mode": "Safe room (Titchfield)",
    "ons_srs.ingest": "None",
    "declaration.signed": {"Name": "H. Ødegård-Pryce", "Signature": "H Ø-P", "Date": "21 November 2026"},
    "declaration.attachments": "{files}",
}
SUPERVISION_ROWS: list[Row] = [
    (
        "Probation",
        "person_id_hash",
        "Tells whose weeks are compared; the design needs one id a person and none is less revealing.",
    ),
    ("Probation", "order_start_week", "When observation starts."),
    ("Probation", "order_end_week", "When observation stops."),
    ("Probation", "practitioner_change_week", "The exposure: weeks after it are compared with the rest."),
    ("Probation", "breach_week", "The outcome of part (b)."),
    ("Probation", "requirement_type", "Unpaid work is not supervised by a practitioner, so such orders are left out."),
    ("OASys", "risk_band", "Part (c) compares four bands."),
    ("OASys", "assessment_week", "The last band before a change is the one used."),
    ("Linking", "estimated_offender_id", "Joins orders to assessments; an id is needed and no coarser one exists."),
    ("Linking", "link_quality_band", "Weak links are dropped in a sensitivity test."),
]
