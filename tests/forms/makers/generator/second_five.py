"""Five more: an NHS request, a council's form, a project proposal (npm docx), a Google Docs export, an OpenDocument form."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from tests.forms.makers.generator.drafts import Draft, Item, Part, adopted, drafted, here
from tests.forms.makers.generator.office import converted
from tests.forms.makers.generator.word import cell, check_box, numbering, para, row, run, table

_YES_NO = ("Yes", "No")


def nhs_request() -> Draft:
    """A table a section: a shaded title row, automatic numbers in the first column, prompts in square brackets in the answer cell."""
    parts: list[Part] = []
    xml = para(run("Data Access Request Service", "huge bold blue")) + para(
        run("Application for access to patient-level data", "big")
    )
    xml += table(
        row(cell(para(run("Version", "bold")), shade="E8EDEE"), cell(para("4.2"))),
        row(cell(para(run("Owner", "bold")), shade="E8EDEE"), cell(para("Information Governance Team"))),
    )
    xml += para("Prompts in [square brackets] tell you what to write. Replace them with your answer.")
    lines: list[str] = []

    def section(title: str) -> None:
        close()
        parts.append(Part(title))
        lines.append(
            row(cell(para(run(title, "bold white")), width=9200, shade="005EB8", span=3), properties="<w:tblHeader/>")
        )

    def close() -> None:
        nonlocal xml
        if lines:
            xml += table(*lines, widths=[700, 3500, 5000]) + "<w:p/>"
            lines.clear()

    def ask(
        key: str, label: str, prompt: str = "", *, hint: str = "long", options: tuple[str, ...] = (), kind: str = ""
    ) -> None:
        parts[-1].items.append(Item(key, label, kind or ("choice" if options else "text"), options, hint=hint))
        if options:
            answer = cell(
                para(*(x for o in options for x in (here(check_box(), f"{key}={o}"), run(f" {o}   ")))), width=5000
            )
        else:
            answer = cell(here(para(run(prompt, "grey") if prompt else ""), key), width=5000)
        lines.append(
            row(
                here(cell(para(number=(2, 0)), width=700), "number"),
                cell(para(here(run(label, "bold"), f"label:{key}")), width=3500, shade="E8EDEE"),
                answer,
            )
        )

    section("Organisation details")
    ask("org", "Name of the organisation requesting data", hint="org")
    ask("ods", "ODS code", "[e.g. RX1; leave blank if none]", hint="word")
    ask("contact", "Main contact", "[Name and job title]", hint="name")
    ask("mail", "Contact e-mail", hint="email")
    ask("dspt", "Does the organisation have a current DSPT submission?", options=("Yes", "No", "Not applicable"))
    section("Purpose of the request")
    ask("title", "Short title", hint="short")
    ask(
        "what",
        "Objective for processing",
        "[Describe what you will do with the data in no more than 500 words. Avoid technical terms.]",
    )
    ask(
        "type",
        "Purpose of use",
        options=("Research", "Service evaluation", "Commissioning", "Clinical audit"),
        kind="choices",
    )
    ask(
        "benefit",
        "Expected measurable benefits to health and social care",
        "[State each benefit, who gains, and by when]",
    )
    ask("comm", "Is there any commercial involvement?", options=_YES_NO, kind="yes_no")
    ask("comm.who", "If yes, name the company and describe its part", "[Company, role, access to data]")
    section("Data requested")
    ask("sets", "Datasets and years", "[For example: HES Admitted Patient Care 2015/16 to 2021/22]")
    ask("cohort", "Cohort definition", "[Inclusion and exclusion criteria]")
    ask("ident", "Identifiability of the data", options=("Anonymous", "Pseudonymised", "Identifiable"))
    ask("opt", "How will the National Data Opt-out be respected?")
    section("Legal and ethical basis")
    ask("art6", "Lawful basis - Article 6", "[Quote the paragraph relied on]")
    ask("art9", "Condition - Article 9", "[Quote the paragraph relied on]")
    ask(
        "conf",
        "Basis under the common law duty of confidentiality",
        options=("Consent", "Section 251 support", "Not applicable - data are anonymous"),
    )
    ask("rec", "REC reference and date of favourable opinion", "[Attach the letter]", hint="word")
    section("Authorisation")
    ask("caldicott", "Name of Caldicott Guardian", hint="name")
    ask("when", "Date authorised", "[dd/mm/yyyy]", hint="date")
    close()
    return drafted(
        xml,
        parts,
        lists=numbering([("bullet", "•")], [("decimal", "%1.")]),
        header=para("OFFICIAL-SENSITIVE when completed"),
    )


_COUNCIL_HEAD = "<html><head><meta charset='utf-8'><title>form</title></head><body>"


def council_form() -> Draft:
    """Written as HTML and saved as Word by LibreOffice: "Part A", questions A1, A2, tables of two columns, office use at the end."""
    parts: list[Part] = []
    html = [
        _COUNCIL_HEAD,
        "<h1>Westmarch County Council</h1><p><b>Request to use council data for research</b></p>",
        "<p>Complete this form in full. We aim to reply within 15 working days. If you need this form in another format call 01632 960 000.</p>",
    ]

    def part(title: str, note: str = "") -> None:
        parts.append(Part(title))
        html.append(
            f"<h2>Part {'ABCDE'[len(parts) - 1]} – {title}</h2>" + (f"<p>@@guide@@<i>{note}</i></p>" if note else "")
        )

    def grid(*blanks: tuple[str, str, str]) -> None:
        html.append('<table border="1" width="100%">')
        for n, (key, label, hint) in enumerate(blanks, len(parts[-1].items) + 1):
            parts[-1].items.append(Item(key, label, hint=hint))
            html.append(
                f'<tr><td width="35%" bgcolor="#eeeeee"><p><b>{"ABCDE"[len(parts) - 1]}{n}</b> {label}</p></td><td width="65%"><p>@@{key}@@</p></td></tr>'
            )
        html.append("</table><p></p>")

    def boxes(key: str, label: str, options: tuple[str, ...], kind: str) -> None:
        parts[-1].items.append(Item(key, label, kind, options))
        n = len(parts[-1].items)
        html.append(f"<p><b>{'ABCDE'[len(parts) - 1]}{n}</b> {label}</p>")
        joined = (
            "".join(f"<p>@@{key}={o}@@☐ {o}</p>" for o in options)
            if kind != "yes_no"
            else "<p>" + " ".join(f"{o} @@{key}={o}@@☐ " for o in options) + "</p>"
        )
        html.append(joined)

    def big(key: str, label: str, note: str = "") -> None:
        parts[-1].items.append(Item(key, label))
        n = len(parts[-1].items)
        guide = f"<p>@@guide@@<i>{note}</i></p>" if note else ""
        html.append(
            f'<p><b>{"ABCDE"[len(parts) - 1]}{n}</b> {label}</p>{guide}<table border="1" width="100%"><tr><td><p>@@{key}@@</p><p></p><p></p></td></tr></table>'
        )

    part("About you")
    grid(
        ("name", "Full name", "name"),
        ("pos", "Position held", "role"),
        ("org", "Organisation", "org"),
        ("mail", "Email", "email"),
        ("tel", "Daytime telephone number", "phone"),
    )
    boxes("agree", "Have you applied to us before?", _YES_NO, "yes_no")
    part("About the project", "Tell us what you want to find out and why it matters to the people of Westmarch.")
    grid(("title", "Project title", "short"), ("start", "Start date", "date"), ("end", "End date", "date"))
    big("desc", "Describe the project", "Use plain words. 200 words at most.")
    big("benefit", "What difference will the findings make locally?")
    boxes(
        "area",
        "Which service does the project concern? Tick all that apply.",
        ("Children's services", "Adult social care", "Housing", "Education"),
        "choices",
    )
    part("About the data")
    big("data", "What data do you need from us?", "List the fields, the years and the area.")
    boxes("level", "At what level do you need the data?", ("Individual records", "Household", "Ward totals"), "choice")
    big("just", "Why can the project not be done with published data?")
    big("link", "Will you match our data with any other data? If so, describe how.")
    part("Keeping data safe")
    boxes("dpia", "Have you completed a data protection impact assessment?", _YES_NO, "yes_no")
    big("safe", "Who will be able to see the data, and how will it be protected?")
    big("destroy", "When and how will the data be destroyed?")
    part("Declaration", "By signing you agree to the conditions of use.")
    grid(("sig", "Signature", "name"), ("sdate", "Date", "date"))
    html.append(
        '<h2>For office use only</h2><table border="1" width="100%"><tr><td>Date received</td><td></td></tr><tr><td>Reference</td><td></td></tr><tr><td>Decision</td><td></td></tr></table></body></html>'
    )
    return adopted(converted("".join(html).encode(), "html", "docx:MS Word 2007 XML", web=True), parts)


def project_proposal() -> Draft:
    """Written with the npm library docx: questions are headings of the second level, guidance in italics, answers in the empty lines below."""
    spec = {
        "Background": [
            ("Project title", "", "short"),
            ("Research question(s)", "State the question or questions the project will answer.", "long"),
            (
                "Why is this research important?",
                "Set out what is known and what is not. Cite no more than ten sources.",
                "long",
            ),
        ],
        "Research team": [
            ("Principal investigator", "Name, post and institution.", "name"),
            (
                "Co-investigators and other users of the data",
                "",
                "TABLE:Name|Institution|Will access data? (Y/N)|Safe researcher training date",
            ),
            ("Does the team include an industry partner?", "", "YN"),
            ("If so, what is the partner's contribution?", "", "long"),
        ],
        "Methods": [
            ("Study design", "", "long"),
            ("Study population", "Who is included and excluded, and over which period?", "long"),
            ("Datasets", "One row for each dataset.", "TABLE:Dataset|From|To|Reason"),
            ("Analysis plan", "Describe the main models. Do not exceed 600 words.", "long"),
            ("Disclosure risk", "", "long"),
        ],
        "Governance": [
            ("Ethical review", "Choose one.", "CHOICE:Approved|Applied for|Not required"),
            ("Public involvement", "How have patients or the public shaped the proposal?", "long"),
            ("Funding", "", "money"),
            ("Expected completion date", "", "date"),
        ],
        "Impact": [("Dissemination", "", "long"), ("Benefit to the public in Wales", "", "long")],
    }
    parts: list[Part] = []
    plan: list[dict[str, object]] = [
        {"title": "Project Proposal Form"},
        {
            "text": "Proposals are reviewed by an independent panel. Please answer under each heading and keep the headings in place."
        },
        {"toc": True},
    ]
    for i, (title, questions) in enumerate(spec.items(), 1):
        parts.append(Part(title))
        plan.append({"h1": f"{i}. {title}"})
        for j, (label, guide, hint) in enumerate(questions, 1):
            key = f"q{i}{j}"
            plan.append({"h2": f"{i}.{j} {label}", "key": f"label:{key}"})
            if guide:
                plan.append({"guide": guide})
            kind, _, rest = hint.partition(":")
            if kind == "TABLE":
                parts[-1].items.append(Item(key, label, "table", columns=tuple(rest.split("|"))))
                plan.append({"table": rest.split("|"), "key": key})
            elif kind in ("YN", "CHOICE"):
                options = tuple(rest.split("|")) if rest else _YES_NO
                parts[-1].items.append(Item(key, label, "choice" if rest else "yes_no", options))
                plan.append({"options": options, "key": key})
            else:
                parts[-1].items.append(Item(key, label, hint=hint))
                plan.append({"answer": key})
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        script = Path(__file__).parent / "npm" / "proposal.mjs"
        subprocess.run(
            ["node", str(script), f"{folder}/plan.json", f"{folder}/out.docx"], check=True, capture_output=True
        )
        return adopted((Path(folder) / "out.docx").read_bytes(), parts)


def google_docs() -> Draft:
    """As Google Docs exports: no styles used, sections in larger type, questions in bold, guidance plain, lists of typed boxes."""
    parts: list[Part] = []
    xml = (
        para(run("Data Request Form - Open Justice Lab", "huge"))
        + para("Make a copy of this document, fill it in, and share it with us. We will comment in the document.")
        + "<w:p/>"
    )

    def section(title: str) -> None:
        nonlocal xml
        parts.append(Part(title))
        xml += "<w:p/>" + para(run(title, "big"))

    def ask(
        key: str, label: str, guide: str = "", *, hint: str = "long", options: tuple[str, ...] = (), kind: str = ""
    ) -> None:
        nonlocal xml
        parts[-1].items.append(Item(key, label, kind or ("choice" if options else "text"), options, hint=hint))
        xml += para(here(run(label, "bold"), f"label:{key}"))
        if guide:
            xml += here(para(guide), "guide")
        if options:
            xml += "".join(para(here(run("☐"), f"{key}={o}"), run(f" {o}")) for o in options)
        else:
            xml += here("<w:p></w:p>", key)
        xml += "<w:p/>"

    section("Who you are")
    ask("who", "Your name and pronouns", hint="name")
    ask("org", "Where do you work or study?", hint="org")
    ask("mail", "Email", hint="email")
    ask(
        "role",
        "Which of these describes you best?",
        options=("Academic", "Journalist", "Civil society", "Public sector", "Something else"),
    )
    section("What you want to do")
    ask("name", "What is the project called?", hint="short")
    ask(
        "pitch",
        "Describe the project in two or three sentences.",
        "Imagine you are explaining it to a friend who has never set foot in a court.",
    )
    ask("qs", "What questions are you trying to answer?")
    ask("good", "What good could come of it?", "Think of people who use the courts as well as people who run them.")
    ask("harm", "Could it cause harm, and what will you do about that?")
    section("The data")
    ask(
        "need",
        "Which data do you need?",
        options=("Hearings", "Judgments", "Statistics", "Survey responses"),
        kind="choices",
    )
    ask(
        "fields",
        "List the fields you need and why you need each one",
        "A table is fine. So is a link to a spreadsheet.",
    )
    ask("years", "What period should the data cover?", hint="word")
    ask("link", "Will you combine it with other data?", options=("Yes", "No", "Not sure"))
    section("Looking after it")
    ask("where", "Where will you keep the data?")
    ask("people", "Who else will see it?")
    ask("review", "Has anyone reviewed the ethics of the project?", "If a committee has, tell us which and when.")
    ask("del", "When will you delete it?", hint="date")
    return drafted(xml, parts)


def open_document() -> dict[str, bytes] | tuple[bytes, list[Part]]:
    """Written as HTML and saved as OpenDocument text: an outline of headings, bordered answer boxes, check lists."""
    parts: list[Part] = []
    html = [
        _COUNCIL_HEAD,
        "<h1>Secure Data Lab</h1><p>Researcher application form, edition 2</p><p><i>Fields grow as you type.</i></p>",
    ]

    def section(title: str) -> None:
        parts.append(Part(title))
        html.append(f"<h2>{len(parts)} {title}</h2>")

    def ask(
        key: str, label: str, guide: str = "", *, hint: str = "long", options: tuple[str, ...] = (), kind: str = ""
    ) -> None:
        parts[-1].items.append(Item(key, label, kind or ("choice" if options else "text"), options, hint=hint))
        n = f"{len(parts)}.{len(parts[-1].items)}"
        guide = f'<p><font color="#808080"><i>{guide}</i></font></p>' if guide else ""
        html.append(f"<h3>{n} {label}</h3>{guide}")
        if options:
            html.append("".join(f"<p>@@{key}={o}@@☐ {o}</p>" for o in options))
        else:
            html.append(f'<table border="1" width="100%"><tr><td><p>@@{key}@@</p></td></tr></table><p></p>')

    section("Researcher")
    ask("name", "Name", hint="name")
    ask("inst", "Institution", hint="org")
    ask("acc", "Accredited researcher number", "Leave blank if you have not been accredited yet.", hint="word")
    ask("status", "Employment status", options=("Employed", "Student", "Visiting", "Retired"))
    section("Project")
    ask("title", "Title", hint="short")
    ask("abs", "Abstract", "Maximum 250 words, suitable for publication on our website.")
    ask("aims", "Aims and research questions")
    ask("ben", "Public benefit", "Refer to the public good criteria in Annex B.")
    ask("dur", "Duration in months", hint="word")
    section("Data")
    ask(
        "sets",
        "Datasets required",
        "Tick every dataset you need.",
        options=("Census 2021", "Prison register", "Benefits records", "School census"),
        kind="choices",
    )
    ask("vars", "Justification for the variables requested")
    ask("linked", "Does the project require linkage?", options=_YES_NO, kind="yes_no")
    ask("linkhow", "If yes, who will carry out the linkage?", hint="org")
    section("Ethics")
    ask("rev", "Name of the ethics committee", hint="org")
    ask("ref", "Reference and date of approval", hint="word")
    ask("iss", "Ethical issues and how they are addressed")
    section("Outputs")
    ask("outs", "Planned outputs")
    ask("sdc", "Statistical disclosure control", "Describe who checks outputs before release.")
    return converted("".join(html).encode(), "html", "odt", web=False), parts
