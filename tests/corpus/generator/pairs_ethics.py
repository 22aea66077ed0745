"""For the rules on ethics, research interests, data protection, people and language: what looks like their faults and is none, and the faults that
no other submission has."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from pathlib import Path

from openpyxl import load_workbook

from tests.corpus.generator import lists, producers
from tests.corpus.generator.blocks import Page, Table, cell, para
from tests.corpus.generator.evidence import pdf_letter, text_file
from tests.corpus.generator.layouts import Layout
from tests.corpus.generator.submission import Submission
from tests.corpus.generator.wordml import GOOGLE, PLAIN, write_docx

HIGH = {2: 2, 3: 2, 4: 2, 7: 2, 8: 2, 10: 2, 11: 2, 12: 2, 15: 2, 18: 3, 19: 2, 21: 2, 22: 2}
"""Selections of a self-assessment that is high (2.38) once weighted for links, sensitive data and protected characteristics; item 18 breaches."""


def mail(sub: Submission, name: str, sender: str, subject: str, date: str, text: str, *, role: str = "letter") -> None:
    """A mail as programs save it: quoted-printable text beside the same in HTML, with a fixed boundary."""
    message = EmailMessage(policy.SMTP.clone(max_line_length=76))
    message["From"], message["To"] = sender, sub.project.fields["applicant.lead"]["Email"]
    message["Subject"], message["Date"] = subject, date
    message.set_content(text, cte="quoted-printable")
    paragraphs = "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in text.replace("<", "&lt;").split("\n\n"))
    message.add_alternative(f"<html><body>{paragraphs}</body></html>", subtype="html", cte="quoted-printable")
    message.set_boundary("=_part_of_the_corpus")
    sub.names.setdefault(role, name)
    sub.path(name).write_bytes(bytes(message))


def uksa_with_comments(sub: Submission, name: str) -> None:
    """Gives the self-assessment a column for comments that nobody has to fill."""
    book = load_workbook(sub.path(name))
    sheet = book.worksheets[0]
    sheet["O27"] = "Further comments (optional)"
    for row in (29, 34, 40):
        sheet[f"O{row}"] = None
    lists.save(book, sub.path(name))


def through_office(page: Page, path: Path) -> None:
    """As LibreOffice saves it."""
    producers.through_libreoffice(page, path, via="")


# ---- nothing to send back ----------------------------------------------------------------------------------------------


CHAIN = """Dear all

For our application: the decision is in the mail below mine.

Miriam


-----Original Message-----
From: SSREC Secretary <ssrec-secretary@northbridge.example.ac.uk>
Sent: 14 September 2026 16:20
To: Miriam Okafor-Lindqvist
Subject: SSREC/2026/0318

Dear Miriam

{title}

Thanks for coming on Monday, and for your answers on conditional discharges and on cases pending at the Crown Court. The University of Northbridge Research Ethics Committee (Social Sciences) has approved the study. There is nothing further for you to do, and you won't get a letter on paper.

Best
Alwyn"""


def approval_in_a_mail() -> None:
    layout = Layout("samecell", boxes="w14", guidance=False, unused="deleted", numbers="auto", fields="table")
    sub = Submission(
        "q01-approval-in-a-mail",
        "remand",
        layout,
        "Word; the approval stands only in a mail quoted within a forwarded mail of an odd name, and the research is about unfavourable outcomes and pending cases",
    )
    sub.project.title = (
        "Unfavourable outcomes of remand: reoffending after conditional discharge, provisional sentence and time served"
    )
    sub.plain_list("Data requested.xlsx", header_row=3)
    name = "FW RE Monday.eml"
    text = CHAIN.format(title=sub.project.title)
    sender = "Miriam Okafor-Lindqvist <m.okafor-lindqvist@northbridge.example.ac.uk>"
    mail(sub, name, sender, "FW: Monday", "Thu, 12 Nov 2026 09:14:00 +0000", text)
    sub.answer(
        "project.ethics",
        "Our study of unfavourable outcomes, of conditional discharges and of cases pending at the Crown Court went to the Research Ethics Committee (Social Sciences) of the University of Northbridge. See {letter}.",
    )
    sub.answer(
        "project.methods",
        sub.project.answers["project.methods"]
        + "\n  A conditional discharge counts as a conviction. A provisional sentence is not counted until the court confirms it. Refused bail is the unfavourable outcome of a first hearing.",
    )
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.looks_like("ETH001", "the approval stands only in a mail within a mail", file=name)
    sub.looks_like("ETH002", '"unfavourable", "conditional" and "pending" are said of what is studied')
    sub.looks_like("ETH003", "reference and date stand in the head of the inner mail")
    sub.looks_like("ETH008", "the mail's name says nothing of ethics")
    sub.write()


def details_at_the_edges() -> None:
    layout = Layout("twocol", boxes="glyph", guidance=False, unused="na_each", fields="pairs", sections="h1")
    sub = Submission(
        "q02-details-at-the-edges",
        "student",
        layout,
        "LibreOffice: the form as .odt; a letter with its reference in header and footer and the rest in a table, a short title and initials; no impact assessment where none is called for",
    )
    sub.form_name = "SecureAccessForm_KAB.odt"
    sub.project.title = "WORKS: work and desistance - employment at the start of probation supervision"
    lists.csv_list(sub.project.variables, sub.path("variables_kab.csv"), encoding="utf-8-sig", delimiter=",")
    sub.names["list"] = "variables_kab.csv"
    rows = (
        ("Applicant", "K. Asante-Boyd"),
        ("Short title", "Work & desistance"),
        ("Outcome", "Approved"),
        ("Date of decision", "5.6.2026"),
        ("Approval ends", "31.1.2030"),
    )
    page = Page(
        [
            para("Outcome of ethical review", bold=True),
            Table(tuple((cell(label), cell(value)) for label, value in rows), (2600, 6000)),
            para("The panel wishes you well with your research."),
            para("Dr B. Halloran, Chair"),
        ],
        header="Pennine University – Faculty Ethics Panel (Arts and Social Sciences) – Our ref: FEP-26-071",
        footer="FEP-26-071",
    )
    write_docx(page, sub.path("outcome KAB.docx"), PLAIN)
    sub.names["letter"] = "outcome KAB.docx"
    sub.answer("project.ethics", "The panel of my faculty has approved WORKS. Its letter is {letter}.")
    sub.answer(
        "project.summary",
        """Having a job is thought to help people stop offending. WORKS asks whether it does.

We will follow everyone who started a community order in those years until the order ended, and count how many went to court again early.

The records say:
- whether the person had a job when the order began, by region of the probation service and by the age group of the person
- how long the order was to last, what it asked of the person and how many orders the person had had before it
- how the order ended, whether by completion, by a return to court or by a sentence for something new that was done meanwhile

I will write a short summary for probation staff. My thesis will be free to read online.""",
    )
    sub.answer(
        "project.aims",
        "I want to find out (a) how many people start an order in work; (b) by PSM, whether being in work goes with completing the order; (c) whether that link is weaker for women and for people over 50.",
    )
    sub.answer(
        "project.methods",
        "Logistic regression, then propensity score matching (PSM) with the order as the unit, in R inside the SRS. The WORKS protocol is registered with ONS. (a) uses counts by region, (b) employment status at the start with age group, sex, offence group and order length as covariates, (c) interaction terms. As a check I leave out orders with tbc_flag = 1.",
    )
    sub.answer("gdpr.article6", "Public task. Research is what the university's charter sets it up to do.")
    sub.answer(
        "gdpr.article9",
        "No special category data are asked for: sex and age group are in the list, ethnicity, religion and health are not.",
    )
    sub.project.ticked["gdpr.dpia"] = ["no"]
    sub.answer(
        "gdpr.dpia",
        "Our data protection officer screened the project on 3 June 2026 and found that none is needed: one dataset, nothing linked, nothing of a special category.",
    )
    sub.looks_like("ETH003", "the reference stands in header and footer only, and the date as 5.6.2026 in a table")
    sub.looks_like("ETH007", "the letter shortens the title and the applicant's first name")
    sub.looks_like("ETH009", "the approval ends on the day on which the project ends")
    sub.looks_like("DPA001", "the basis is said in words, without its number", question="gdpr.article6")
    sub.looks_like("DPA002", "no special category data, and said so", question="gdpr.article9")
    sub.looks_like("DPA004", '"no" with neither links nor special category data', question="gdpr.dpia")
    sub.looks_like("LNG001", "a sentence of 25 words, and long items of a list", question="project.summary")
    sub.looks_like("LNG002", "PSM is spelled out in a later answer, WORKS is the title, the others every reader knows")
    sub.write(through_office)


NHS = """North East - Tyneford & South Durham Research Ethics Committee

22nd April, 2026

Dr F MacAllister
Tyneford Clinical Trials Unit

Dear Dr MacAllister

Study title: {title}
REC reference: 18/NE/0307
Substantial amendment 7 (follow-up over five years)

On behalf of the Committee I am pleased to confirm a favourable ethical opinion of the amendment, on the basis described in the notice of amendment form and the supporting documents.

Conditions of the favourable opinion
The favourable opinion is subject to the standard conditions overleaf. Permission must be obtained from the owner of the data before any data are received. It is also a condition that clinical trials are registered on a public database; this one is (ISRCTN 10028841).

Length
The opinion holds for as long as the study lasts; no renewal is required, unless the study changes.

Standard conditions
1. Progress reports are sent once a year.
2. A further substantial amendment may not be put into effect until the Committee has approved it.
3. The Committee is told when the study ends. An approval may be withdrawn where these conditions are not met.

Yours sincerely

Canon M. Thirlwell
Chair"""


def standard_conditions() -> None:
    layout = Layout("rows", boxes="tickmark", guidance=True, unused="na_section", sections="shaded")
    sub = Submission(
        "q03-standard-conditions",
        "trial",
        layout,
        "npm docx; a favourable opinion with standard conditions and no end; the areas of interest under the aims; a lead applicant under other labels; nobody accredited in a setting of its own",
    )
    sub.plain_list("PNC items.xlsx", header_row=1)
    sub.answer("safe_data.variables", "All items are in {list}, one row each.")
    pdf_letter(NHS.format(title=sub.project.title), sub.path("Amendment 7.pdf"))
    sub.names["letter"] = "Amendment 7.pdf"
    sub.answer(
        "project.aims",
        """Primary: to compare the number of proven offences over 60 months from release between arms.
Secondary: time to first proven offence; acquisitive offences; days to first custodial sentence; cost per offence averted.
Both answer the call of the Ministry's Areas of Research Interest (2025) for evidence on what reduces reoffending among people who depend on drugs: a randomised comparison will show whether treatment started before release lowers reoffending, and by how much, so that the Ministry can decide with the NHS whether to pay for it together.""",
    )
    sub.answer("project.ari", "See 3.4, last paragraph.")
    lead = sub.project.fields["applicant.lead"]
    labels = (
        "Chief investigator",
        "Position",
        "Employing institution",
        "Postal address",
        "Contact e-mail",
        "Direct line",
    )
    values = (lead["Name"], lead["Job title"], lead["Organisation"], lead["Address"], lead["Email"], lead["Telephone"])
    sub.change.raw["applicant.lead"] = [
        Table(tuple((cell(a, bold=True), cell(b)) for a, b in zip(labels, values, strict=True)), (2000, 3600))
    ]
    for person in sub.project.people:
        person[3] = "Not accredited; not needed in our own setting"
    sub.answer(
        "gdpr.article9", "9(2)(j) scientific research. The fact of having been in the trial reveals health data."
    )
    sub.answer(
        "gdpr.article6",
        "6(1)(e), task in the public interest (university research). For health and offence data alike the condition is Schedule 1, paragraph 4 of the Data Protection Act 2018.",
    )
    sub.answer("gdpr.article10", "As told under 4.1, for offence data too; consent is a safeguard and not the basis.")
    sub.letter("dpia", "DPIA BRIDGE.docx", role="dpia")
    sub.looks_like("ETH002", "standard conditions of an approval that is given", file="Amendment 7.pdf")
    sub.looks_like("ETH009", "the opinion lasts as long as the study")
    sub.looks_like("ARI001", "the areas are addressed under the aims")
    sub.looks_like("DPA003", "the paragraph of Schedule 1 stands in another answer")
    sub.looks_like("PPL001", "nobody is accredited, nor need be in a setting of one's own")
    sub.looks_like("PPL002", "name, organisation and address of mail under other labels")
    sub.write(producers.npm_docx)


REPLY = """Dear Eleri,

Thank you for your form on School exclusion & first entry to the YJS (our reference DE-SA-2026-402). We note that the result is high, and that item 18 is above its tolerance. You have set out what you will do about both: the young people's panel, and the review of drafts.

We are therefore content for the research to go ahead on this footing and ask for nothing more.

Kind regards,
Data Ethics team, UK Statistics Authority"""


def high_and_answered() -> None:
    layout = Layout("giant", boxes="wingdings", guidance=False, unused="na_section", numbers="typed", fields="table")
    sub = Submission(
        "q04-high-and-answered",
        "dfe",
        layout,
        "python-docx; a self-assessment of high risk with the Data Ethics team's answer to it; its comments and weights that nobody needs are blank, its title is another way of writing ours",
    )
    sub.plain_list("Annex A.xlsx", header_row=3)
    title, sub.project.title = sub.project.title, "SCHOOL EXCLUSION – FIRST ENTRY TO THE YJS"
    sub.uksa("UKSA form v3.xlsx", scores=HIGH)
    uksa_with_comments(sub, "UKSA form v3.xlsx")
    sub.project.title = title
    sender = "Data Ethics <Data.Ethics@statistics.gov.uk>"
    mail(sub, "RE form.eml", sender, "RE: form", "Wed, 4 Nov 2026 11:40:00 +0000", REPLY, role="reply")
    sub.answer(
        "project.ethics",
        "Approved by the UK Statistics Authority's Data Ethics team on 4 November 2026, DE-SA-2026-402, on our form ({uksa}); see {reply}. No committee was asked, because the Institute accepts this process.",
    )
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("ETH001", "a self-assessment with the team's answer, and no committee")
    sub.looks_like("ETH002", "no committee was asked, because none need be")
    sub.looks_like("ETH004", "a column for comments, a weight that does not apply and the prompts are no gaps")
    sub.looks_like("ETH005", "the result is high, and the Data Ethics team has answered", file="UKSA form v3.xlsx")
    sub.looks_like("ETH007", "the title in capitals, with a dash and an acronym", file="UKSA form v3.xlsx")
    sub.looks_like("ETH008", "what was granted is the Data Ethics team's, and its mail is there")
    sub.write(producers.python_docx)


NOT_NEEDED = """{committee}

27 August 2026

Gwenllian Prys
Institute for Applied Policy

Dear Ms Prys

{title}

Thank you for your enquiry of 20 August. I have looked at it with the Chair. The research uses records from which names have been removed, and nobody will be approached. Under section 4 of our policy such work is outside the remit of the Committee, and ethical review is not required. You need not submit an application, and none is pending.

I have filed this under 1 2026 9931 8843.

Yours sincerely
Dr Ffion Maddocks
Secretary"""


def confirmed_not_required() -> None:
    layout = Layout("paras", boxes="bracket", guidance=False, unused="deleted", sections="bold", fields="lines")
    sub = Submission(
        "q05-confirmed-not-required",
        "courts",
        layout,
        "HTML by way of LibreOffice; review not required, and the committee says so; two editions of the areas, named by theme; paragraph and number given elsewhere",
    )
    sub.plain_list("Variables.xlsx", header_row=5)
    text = NOT_NEEDED.format(committee=sub.project.ethics["committee"], title=sub.project.title.lower())
    pdf_letter(text, sub.path("FHSS 27 Aug.pdf"))
    sub.names["letter"] = "FHSS 27 Aug.pdf"
    sub.project.ticked["project.ethics_route"] = ["not_required"]
    sub.answer(
        "project.ethics",
        "Not required: we analyse de-identified records only. The Secretary of the committee at Swansea confirmed it on 27 August 2026 ({letter}).",
    )
    sub.answer(
        "project.ari",
        """What the Ministry asked for in 2018 under 'a modern courts & justice system' it still asks for in its Areas of Research Interest of 2025: how long people wait for justice, and how to keep prisons decent and safe.
- On waiting, we show costs of delay that fall outside the courts' own budget. The department can use them when it weighs sitting days.
- On prisons, we show whether people who waited long arrive in greater need, so that support in the first days can be planned.""",
    )
    sub.answer("gdpr.article6", "Public task (Swansea University as joint controller).")
    sub.answer("gdpr.article10", "The paragraph named at 4.2 covers records of offences as well.")
    sub.project.people[1] = [
        "Dr. Bartosz Nowicki (AR 19940)",
        "Institute for Applied Policy",
        "Lead analyst",
        "See name",
    ]
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("ETH001", "review is not required, and the committee confirms it")
    sub.looks_like("ETH002", '"none is pending", and nothing need be submitted', file="FHSS 27 Aug.pdf")
    sub.looks_like("ETH006", "the committee's confirmation is attached")
    sub.looks_like("ETH007", "the letter writes the title in small letters", file="FHSS 27 Aug.pdf")
    sub.looks_like(
        "ARI002", "themes in the applicants' words, and how the research helps with each", question="project.ari"
    )
    sub.looks_like("ARI003", "2018 is cited beside 2025", question="project.ari")
    sub.looks_like("ARI004", "an area of 2018, shortened and with '&'", question="project.ari")
    sub.looks_like("DPA001", "the basis is said in words, without its number", question="gdpr.article6")
    sub.looks_like("DPA003", "the paragraph of Schedule 1 stands in the answer on Article 9", question="gdpr.article10")
    sub.looks_like("PPL001", "the number stands beside the name")
    sub.write(producers.from_html)


# ---- faults ------------------------------------------------------------------------------------------------------------


def approval_without_details() -> None:
    layout = Layout("inline", boxes="paren", guidance=False, unused="deleted", sections="bold", number_sep=") ")
    sub = Submission(
        "q06-approval-without-details",
        "student",
        layout,
        "python-docx; an approval without reference and date, a summary with a sentence of 51 words, two acronyms that are spelled out nowhere",
    )
    sub.plain_list("my variables.xlsx")
    note = f"Dear Kwame\n\n{sub.project.title}\n\nI am glad to say that the Faculty Ethics Panel has given your study its approval.\n\nGood luck with it!\n\nBarbara Halloran\nChair of the Panel"
    text_file(note, sub.path("Panel says yes.txt"))
    sub.names["letter"] = "Panel says yes.txt"
    sub.answer("project.ethics", "My faculty's ethics panel has approved the study, see {letter}.")
    sub.expect("ETH003")
    summary = sub.project.answers["project.summary"].split("\n\n")
    summary[1] = (
        "My PhD uses records kept by the probation service, with names and addresses removed, in order to look at adults who started a community order or a suspended sentence order between 2015 and 2018 and to ask whether those who had a job when the order began were more likely to finish it."
    )
    sub.answer("project.summary", "\n\n".join(summary))
    sub.expect("LNG001", question="project.summary")
    sub.answer(
        "project.methods",
        "Logistic regression, then IPTW with the order as the unit, in R inside the SRS. Balance is judged by the SMD of each covariate. (a) uses counts by region, (b) employment status at the start with age group, sex and order length as covariates, (c) interaction terms. As a check I leave out orders with tbc_flag = 1.",
    )
    sub.expect("LNG002", question="project.methods")
    sub.letter("dpia", "dpia.docx", role="dpia")
    sub.write(producers.python_docx)


def high_and_unanswered() -> None:
    layout = Layout("twocol", boxes="w14", guidance=True, unused="na_each", numbers="absent", fields="controls")
    sub = Submission(
        "q07-high-and-unanswered",
        "dfe",
        layout,
        "Word; a complete self-assessment of high risk with one item over its tolerance, and no answer of the Data Ethics team",
    )
    sub.plain_list("Variables.xlsx", header_row=5)
    sub.uksa("Self-assessment.xlsx", scores=HIGH)
    sub.answer("project.ethics", "We completed the self-assessment of the UK Statistics Authority ({uksa}) in October.")
    sub.expect("ETH005", file="Self-assessment.xlsx")
    sub.letter("dpia", "DPIA.pdf", role="dpia")
    sub.looks_like("ETH001", "a completed self-assessment is evidence, whatever its result")
    sub.looks_like("ETH004", "a high result is no gap")
    sub.write()


def not_required_unconfirmed() -> None:
    layout = Layout("rows", boxes="glyph", guidance=False, unused="na_section", sections="caps", fields="tabbed")
    sub = Submission(
        "q08-not-required-unconfirmed",
        "remand",
        layout,
        "Word; review is said not to be required and nothing confirms it; only the areas of 2020, one of them not of that edition",
    )
    sub.plain_list("Variables.xlsx")
    sub.project.ticked["project.ethics_route"] = ["not_required"]
    sub.answer(
        "project.ethics",
        "Our university does not require ethical review of secondary analysis of anonymised administrative data.",
    )
    sub.expect("ETH006", question="project.ethics")
    sub.answer(
        "project.ari",
        """The research responds to two areas of the Areas of Research Interest 2020: "Reduce rates of reoffending & improve life chances" and "Digital by default in the probation estate".

On the first, it gives a national estimate of how remand bears upon reconviction, which the department can set against the cost of a prison place. On the second, it shows at which points in the journey a digital referral would reach people who leave court without support.""",
    )
    sub.expect("ARI003", question="project.ari")
    sub.expect("ARI004", question="project.ari")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("ETH001", "it is said that none is required: that is for ETH006")
    sub.looks_like("ETH002", '"not require" is no refusal')
    sub.looks_like("ETH008", "no approval is claimed")
    sub.write()


def claimed_and_not_required() -> None:
    layout = Layout("threecol", boxes="legacy", guidance=False, unused="na_each", fields="table")
    sub = Submission(
        "q09-claimed-and-not-required",
        "courts",
        layout,
        "Word; an approval is claimed and the letter says that review is not required; the areas of 2020 with an ampersand; no way to write to the lead applicant",
    )
    sub.plain_list("Variables.xlsx", header_row=3)
    text = NOT_NEEDED.format(committee=sub.project.ethics["committee"], title=sub.project.title)
    pdf_letter(text, sub.path("Ethics approval.pdf"))
    sub.names["letter"] = "Ethics approval.pdf"
    sub.expect("ETH008", question="project.ethics")
    sub.answer(
        "project.ari",
        """Areas of Research Interest, 2020, the area "provide a transparent & efficient court system" and the theme "Pathways & outcomes". We show costs of delay that fall outside the courts' own budget, which the department can use when it weighs sitting days, and whether people who waited long arrive in prison in greater need.""",
    )
    sub.expect("ARI003", question="project.ari")
    sub.looks_like("ARI004", "the area's name with '&' and in small letters", question="project.ari")
    sub.project.fields["applicant.lead"] = {**sub.project.fields["applicant.lead"], "Email": "by phone please"}
    sub.expect("PPL002", question="applicant.lead")
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("ETH001", "the form says that approval was granted: the letter is for ETH008")
    sub.looks_like("ETH006", "the form does not say that review is not required")
    sub.write()


CASUAL = """Hi Fergus

Got all the papers now, ta. Your amendment goes to the sub-committee on the 15th (REC 18/NE/0307), so you should hear by the 20th. Shout if you don't!

Jo
REC office, Tyneford & South Durham"""


def should_hear_soon() -> None:
    layout = Layout("boxed", boxes="w14", guidance=False, unused="blank", fields="pairs")
    sub = Submission(
        "q10-should-hear-soon",
        "trial",
        layout,
        "Word; a casual mail of the committee's office says when to expect the decision, and the form points to it",
    )
    sub.plain_list("PNC items.xlsx")
    sub.answer("safe_data.variables", "All items are in {list}.")
    sender = "Jo Raine <jo.raine@tynefordrec.example.org>"
    mail(sub, "RE amendment.eml", sender, "RE: amendment 7", "Tue, 10 Nov 2026 17:02:00 +0000", CASUAL)
    sub.answer("project.ethics", "Tyneford & South Durham REC, 18/NE/0307, amendment 7. See {letter}.")
    sub.expect("ETH002")
    sub.allow.append({"code": "ETH008", "reason": "the box ticked says that there is an approval; the same fault"})
    sub.letter("dpia", "DPIA.docx", role="dpia")
    sub.looks_like("ETH001", "an approval that is on its way is for ETH002")
    sub.write()


RENEWABLE = """SOCIAL RESEARCH ASSOCIATION ETHICS FORUM

Decision sheet

Study: ISC evaluation (process and outcome)
Lead: Dr N. Kessler, Fenwick Lacey
Our number: 92016
Considered: 2 June 2026 and 30 July 2026

In June we asked for two changes to the information sheet. They have been made. The study is approved as of 30 July 2026, on our usual terms, for three years.

Period of approval: 30/07/2026 - 29/07/2029

The usual terms: tell us of any complaint; do not approach anyone who has refused consent; a change of method needs a further review, which must be complete before the change is made."""


def other_words_throughout() -> None:
    layout = Layout("sdt", boxes="glyph", guidance=False, unused="na_each", sections="h1", number_sep=". ")
    sub = Submission(
        "q11-other-words-throughout",
        "problemsolving",
        layout,
        "LibreOffice .docx; a decision sheet that names a colleague and a short title, with earlier changes asked and terms; areas, bases and conditions in words; the impact assessment under another name",
    )
    sub.plain_list("Fields.xlsx", headers=("Data set", "Table", "Field", "Meaning", "RQ", "Reason for request"))
    write_docx(Page([para(line) for line in RENEWABLE.split("\n")]), sub.path("Decision sheet 92016.docx"), PLAIN)
    sub.names["letter"] = "Decision sheet 92016.docx"
    sub.answer(
        "project.ethics",
        "SRA Ethics Forum, 92016, 30 July 2026 ({letter}). People with pending prosecutions and those whose consent was refused or withdrawn are left out.",
    )
    sub.answer(
        "project.ari",
        "The areas that the Ministry set out in September 2025, in place of those of 2018 and 2020, ask what works instead of custody and how courts can be quicker. We give a first estimate of what monthly reviews before one judge do to reoffending, and what they cost in court time: with it the department can decide on the roll-out due in 2029.",
    )
    sub.answer("gdpr.article6", "Legitimate interests (assessment of 3 May 2026).")
    sub.answer("gdpr.article10", "Processed under the control of official authority, the Ministry's.")
    sub.letter("dpia", "IG assessment ISC signed.pdf", role="dpia")
    sub.letter("instruments", "Topic guides and consent form.docx", role="instruments")
    lead = sub.project.fields["applicant.lead"]
    sub.change.raw["applicant.lead"] = [
        para(f"{lead['Name']} ({lead['Job title']})"),
        para(f"{lead['Organisation']}, {lead['Address']}"),
        para(f"{lead['Email']} / {lead['Telephone']}"),
    ]
    sub.answer(
        "project.summary",
        """Intensive Supervision Courts (ISCs) bring people with drug or alcohol problems back before the same judge each month. Four are running as pilots, e.g. in Liverpool.

We will interview judges, court staff, probation officers and people under supervision. We will watch hearings; we will also use court and conviction records for the people on the pilots.

The report will say what should change before the ISCs grow, and whether they should.""",
    )
    sub.looks_like("ETH002", "changes that were asked for and made, usual terms, and refused consent")
    sub.looks_like("ETH003", "a plain number for a reference")
    sub.looks_like("ETH007", "a colleague in the team, and the title as an acronym", file="Decision sheet 92016.docx")
    sub.looks_like("ETH009", "three years, which end after the project", file="Decision sheet 92016.docx")
    sub.looks_like("ARI001", "the areas are addressed without their name", question="project.ari")
    sub.looks_like("ARI003", "the older editions are named as replaced", question="project.ari")
    sub.looks_like("DPA001", "a basis in words alone", question="gdpr.article6")
    sub.looks_like("DPA003", "official authority, without an article", question="gdpr.article10")
    sub.looks_like("DPA004", "the impact assessment under another name", question="gdpr.dpia")
    sub.looks_like("PPL002", "name, organisation and address of mail without labels", question="applicant.lead")
    sub.looks_like("LNG001", "an abbreviation and a semicolon in sentences of fewer words", question="project.summary")
    sub.looks_like("LNG002", "ISCs is the plural of what is spelled out", question="project.summary")
    sub.write(through_office)


SENT_BACK = """From: Research Ethics <ethics@northbridge.example.ac.uk>
Sent: 2 November 2026
Subject: SSREC/2026/0318 Custody and debt

Dear Professor Lindemann

The Committee read your application on custody and debt with interest. It can be approved after minor revisions: please say how long the interview recordings are kept, and upload a new consent form. The Chair will look at both outside the meeting.

Best wishes
Alwyn Teague"""


def another_study_sent_back() -> None:
    layout = Layout("rows", boxes="bracket", guidance=False, unused="deleted", numbers="absent", sections="bold")
    sub = Submission(
        "q12-another-study-sent-back",
        "remand",
        layout,
        "Google Docs; a mail about another study that is to be revised, areas of interest without a word on how, an impact assessment denied although data are linked, a person of whom no accreditation is told",
    )
    sub.plain_list("Variables.xlsx")
    text_file(SENT_BACK, sub.path("ethics.txt"))
    sub.names["letter"] = "ethics.txt"
    sub.answer("project.ethics", "University of Northbridge Research Ethics Committee, SSREC/2026/0318, see {letter}.")
    sub.expect("ETH002")
    sub.expect("ETH007", file="ethics.txt")
    sub.allow.append({"code": "ETH008", "reason": "the box ticked says that there is an approval; the same fault"})
    sub.answer("project.ari", "Our project is fully aligned with the MoJ Areas of Research Interest (2025).")
    sub.expect("ARI002", question="project.ari")
    sub.project.ticked["gdpr.dpia"] = ["no"]
    sub.answer("gdpr.dpia", "Not needed for research.")
    sub.expect("DPA004", question="gdpr.dpia")
    sub.answer("gdpr.article9", "Ethnicity is used for research only and kept safe.")
    sub.expect("DPA002", question="gdpr.article9")
    sub.project.people[2][3] = "No"
    sub.expect("PPL001", question="applicant.people")
    sub.looks_like("ETH003", "no approval is there of which details could be missing")
    sub.looks_like("ARI001", "the areas are named, though nothing is explained", question="project.ari")
    sub.looks_like("DPA003", "the condition for offences is named, the one for ethnicity is not")
    sub.write(dialect=GOOGLE)


ALL = [
    approval_in_a_mail,
    details_at_the_edges,
    standard_conditions,
    high_and_answered,
    confirmed_not_required,
    approval_without_details,
    high_and_unanswered,
    not_required_unconfirmed,
    claimed_and_not_required,
    should_hear_soon,
    other_words_throughout,
    another_study_sent_back,
]
